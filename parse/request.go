package parse

import "net/netip"

// A Request is one HTTP request with all that the tool printed of it.
type Request struct {
	Tool string // curl, wget, powershell, httpie; empty where none is told
	URL  string // from the command, or from what the tool tells; empty if unknown
	Host string // host of URL, lower case, without port; empty if unknown
	Path string // path of URL ("/healthstatus"); empty if unknown
	// Resolve is the address forced by curl's --resolve or --connect-to for Host; zero if none.
	Resolve netip.Addr
	// Insecure says that certificate checks were off (-k, -SkipCertificateCheck).
	Insecure bool
	// Tried holds the addresses that the tool tried to connect to, in order, a proxy's included; nil if not told.
	Tried []Addr
	// Connected is the address of the server that the tool was connected to, at first where it followed a redirect;
	// zero if that is not told, or if a proxy stood between.
	Connected Addr
	// Proxy is the host or the address of the proxy that the request went to, or was to go to; zero if none is told.
	Proxy Text
	// ProxyAddr is the address of the proxy that the tool was connected to, where it then asked that proxy for the
	// server; zero if it is not told.
	ProxyAddr Addr
	// Hops holds the redirects that the tool is told to have followed, in order; their answers are among Blocks.
	Hops []Hop
	// Certificate is what the tool tells of the server's certificate; nil if nothing.
	Certificate *Certificate
	// Verified says that the server's certificate was checked and found good, or bad; nil if that is not told.
	Verified *bool
	// Blocks holds the response header blocks in order; the last is the answer, a first
	// "200 Connection established" is a proxy's.
	Blocks []Block
	// NetworkInfo is the header x-ms-keyvault-network-info of the last block; nil if it has none.
	NetworkInfo *NetworkInfo
	// Error is the service's error body; nil if there is none.
	Error *ServiceError
	// Failure is the tool's own error; nil if there is none.
	Failure *Failure
	// At is the line that decides the outcome: status line, header table or error text.
	At Cite
}

// Last returns the answer's header block, or nil where no response was captured.
func (r *Request) Last() *Block {
	if len(r.Blocks) == 0 {
		return nil
	}
	return &r.Blocks[len(r.Blocks)-1]
}

// Cites implements Fact.
func (r *Request) Cites() []Cite {
	cs := append([]Cite{r.At}, r.connectionCites()...)
	for _, b := range r.Blocks {
		cs = append(cs, b.At)
		for _, h := range b.Headers {
			cs = append(cs, h.Cite)
		}
	}
	if r.NetworkInfo != nil {
		cs = append(cs, r.NetworkInfo.Cite)
	}
	if r.Error != nil {
		cs = append(cs, r.Error.cites()...)
	}
	if r.Failure != nil {
		cs = append(cs, r.Failure.Cite)
	}
	return cs
}

// connectionCites returns the lines that tell of the connection.
func (r *Request) connectionCites() []Cite {
	var cs []Cite
	for _, a := range append(r.Tried[:len(r.Tried):len(r.Tried)], r.Connected, r.ProxyAddr) {
		if a.Addr.IsValid() {
			cs = append(cs, a.Cite)
		}
	}
	if r.Proxy.Known() {
		cs = append(cs, r.Proxy.Cite)
	}
	cs = append(cs, r.Certificate.cites()...)
	for _, h := range r.Hops {
		if cs = append(cs, h.URL.Cite); h.Connected.Addr.IsValid() {
			cs = append(cs, h.Connected.Cite)
		}
		cs = append(cs, h.Certificate.cites()...)
	}
	return cs
}

// A Hop is a redirect that was followed, with the connection that it led to.
type Hop struct {
	URL         Text         // where it leads
	Connected   Addr         // the server's address; zero if it is not told, or if a proxy stood between
	Certificate *Certificate // the server's; nil if nothing is told of it
}

// A Certificate is what a tool tells of a server's certificate. Its texts are as captured.
type Certificate struct {
	Subject Text   // CN=fabrikam.vault.azure.net, with what else the tool prints of it
	Issuer  Text   // the next in the chain, where the tool prints names only
	Names   []Text // the alternative names that are told; seldom all
}

// cites returns the lines that tell of a certificate; none of nil.
func (c *Certificate) cites() []Cite {
	if c == nil {
		return nil
	}
	var cs []Cite
	for _, t := range append([]Text{c.Subject, c.Issuer}, c.Names...) {
		if t.Known() {
			cs = append(cs, t.Cite)
		}
	}
	return cs
}

// empty reports whether nothing is told of a certificate.
func (c *Certificate) empty() bool {
	return c == nil || !c.Subject.Known() && !c.Issuer.Known() && c.Names == nil
}

// A Block is one response header block.
type Block struct {
	Proto  string // HTTP/1.1, HTTP/2; empty for a PowerShell table, which has no status line
	Status int    // 0 if not told
	Reason string // OK, Connection established
	// Headers are in the order printed.
	Headers []Header
	// Complete says that the end of the block was seen (a blank line), or that all of the output is there.
	Complete bool
	At       Cite // status line, or the first line of a table
}

// A Header is one header field.
type Header struct {
	Name  string // lower case
	Value string
	Cite  Cite
}

// Get returns the first header of that name (lower case), or nil.
func (b *Block) Get(name string) *Header {
	for i := range b.Headers {
		if b.Headers[i].Name == name {
			return &b.Headers[i]
		}
	}
	return nil
}

// A Pair is a key with its value.
type Pair struct{ Key, Value string }

// NetworkInfo is the value of the header x-ms-keyvault-network-info: key=value pairs separated by ";" in any
// order. A field that is not there is empty (article, section 7; newer services add conn_type).
type NetworkInfo struct {
	Raw             string
	ConnType        string     // PrivateLink, Ipv4, Subnet ...; kept as captured
	AddrText        string     // addr as captured
	Addr            netip.Addr // addr parsed; invalid if it is no address
	AddrFamily      string     // act_addr_fam: the socket's family, not the address's
	PrivateEndpoint string     // resource id
	Subnet          string     // resource id
	Other           []Pair     // keys that are not known, in order
	Cite            Cite
}

// A ServiceError is the JSON error body of Key Vault.
type ServiceError struct {
	Code    string // Forbidden, Unauthorized, SecretNotFound ...
	Inner   string // ForbiddenByFirewall ...; empty if none was captured, see Reason
	Message string
	// Client is the address that the service says it saw, Vault the vault's name and Location its region, as the
	// message tells them; zero where it does not.
	Client          Addr
	Vault, Location Text
	Cite            Cite
}

// A Failure is a tool's own error in place of a response.
type Failure struct {
	Code  int          // curl's exit status; -1 where the tool has none
	Text  string       // the message; empty where only the exit status is known
	Class FailureClass // set for every failure, by code and then by text
	Cite  Cite
}

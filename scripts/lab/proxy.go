package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

// A proxyConfig is what a proxy knows.
type proxyConfig struct {
	Address     string
	Inspects    bool // it opens TLS
	Refuses     bool
	Transparent bool // it takes connections for port 443, of whoever it is sent
}

// A proxy connects clients with the servers that they ask for.
type proxy struct {
	proxyConfig
	leaf  tls.Certificate // with Inspects: what clients see
	roots *x509.CertPool  // of the true vaults
}

// serveProxy runs a proxy.
func serveProxy(c proxyConfig, folder string, ready func()) error {
	p := &proxy{proxyConfig: c, roots: x509.NewCertPool()}
	data, err := os.ReadFile(folder + "/ca.pem")
	if err != nil {
		return err
	}
	p.roots.AppendCertsFromPEM(data)
	if c.Inspects {
		if p.leaf, err = tls.LoadX509KeyPair(folder+"/inspected.pem", folder+"/inspected.key"); err != nil {
			return err
		}
	}
	port := "3128"
	if c.Transparent {
		port = "443"
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(c.Address, port))
	if err != nil {
		return err
	}
	ready()
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer conn.Close()
			if c.Transparent {
				p.inspect(conn, "")
				return
			}
			p.explicit(conn)
		}()
	}
}

// explicit answers one CONNECT.
func (p *proxy) explicit(conn net.Conn) {
	r, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		return
	}
	if p.Refuses || r.Method != http.MethodConnect {
		fmt.Fprint(conn, "HTTP/1.1 403 Forbidden\r\nServer: squid/5.7\r\nX-Squid-Error: ERR_ACCESS_DENIED 0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		return
	}
	if p.Inspects {
		fmt.Fprint(conn, "HTTP/1.1 200 Connection established\r\n\r\n")
		p.inspect(conn, r.Host)
		return
	}
	server, err := net.DialTimeout("tcp4", r.Host, 15*time.Second)
	if err != nil {
		fmt.Fprint(conn, "HTTP/1.1 503 Service Unavailable\r\nServer: squid/5.7\r\nX-Squid-Error: ERR_CONNECT_FAIL 110\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		return
	}
	defer server.Close()
	fmt.Fprint(conn, "HTTP/1.1 200 Connection established\r\n\r\n")
	join(conn, server)
}

// inspect opens the client's TLS with the proxy's own certificate and passes on what it reads. Without a target the
// name in the client's hello says where to.
func (p *proxy) inspect(conn net.Conn, target string) {
	client := tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{p.leaf}})
	if err := client.Handshake(); err != nil {
		return
	}
	defer client.Close()
	name := client.ConnectionState().ServerName
	if target == "" {
		target = net.JoinHostPort(name, "443")
	}
	if name == "" {
		name, _, _ = strings.Cut(target, ":")
	}
	dialer := &net.Dialer{Timeout: 15 * time.Second}
	server, err := tls.DialWithDialer(dialer, "tcp4", target, &tls.Config{RootCAs: p.roots, ServerName: name})
	if err != nil {
		fmt.Fprint(client, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		return
	}
	defer server.Close()
	join(client, server)
}

// join passes on what two connections send, until one ends.
func join(a, b io.ReadWriter) {
	done := make(chan bool, 2)
	for _, way := range [][2]io.ReadWriter{{a, b}, {b, a}} {
		go func() {
			io.Copy(way[0], way[1])
			done <- true
		}()
	}
	<-done
}

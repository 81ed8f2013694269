package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// vaultNames are the names in the certificate of the vaults. They do not cover the names of private zones.
func vaultNames() []string {
	return []string{"vault.azure.net", "*.vault.azure.net", "*.vault.usgovcloudapi.net", "*.vault.azure.cn", "*.managedhsm.azure.net",
		"*.managedhsm.usgovcloudapi.net", "*.managedhsm.azure.cn"}
}

// makeCertificates writes the lab's CA, the vaults' certificate and key, that of the emulator of Azure, and those of
// a proxy that opens TLS, with a CA of its own.
func makeCertificates(folder string) error {
	azure, err := newAuthority(folder, "ca.pem", "DigiCert Inc", "Lab TLS RSA CA")
	if err != nil {
		return err
	}
	company, err := newAuthority(folder, "proxy-ca.pem", "Contoso", "Contoso Web Gateway CA")
	if err != nil {
		return err
	}
	if err := azure.issue(folder, "vault", "Microsoft Corporation", vaultNames(), nil); err != nil {
		return err
	}
	if err := azure.issue(folder, "arm", "Microsoft Corporation", []string{"localhost"}, []net.IP{net.IPv4(127, 0, 0, 1)}); err != nil {
		return err
	}
	return company.issue(folder, "inspected", "Contoso", vaultNames(), nil)
}

// An authority issues certificates.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// newAuthority makes a CA and writes its certificate.
func newAuthority(folder, file, organisation, name string) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		Subject: pkix.Name{Country: []string{"US"}, Organization: []string{organisation}, CommonName: name},
		IsCA:    true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	der, err := sign(template, template, key, key)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &authority{cert, key}, writePEM(filepath.Join(folder, file), "CERTIFICATE", der)
}

// issue makes a server's certificate and writes it, with its CA's behind it, and its key.
func (a *authority) issue(folder, file, organisation string, names []string, addresses []net.IP) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template := &x509.Certificate{
		Subject:  pkix.Name{Country: []string{"US"}, Organization: []string{organisation}, CommonName: names[0]},
		DNSNames: names, IPAddresses: addresses,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := sign(template, a.cert, key, a.key)
	if err != nil {
		return err
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	if err := writePEM(filepath.Join(folder, file+".key"), "EC PRIVATE KEY", private); err != nil {
		return err
	}
	return writePEM(filepath.Join(folder, file+".pem"), "CERTIFICATE", der, a.cert.Raw)
}

// sign signs a certificate that is good for two days.
func sign(template, parent *x509.Certificate, key, by *ecdsa.PrivateKey) ([]byte, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	template.SerialNumber = serial
	template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(48*time.Hour)
	return x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, by)
}

// writePEM writes blocks to a file that only its owner reads.
func writePEM(name, kind string, blocks ...[]byte) error {
	var out []byte
	for _, der := range blocks {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})...)
	}
	return os.WriteFile(name, out, 0o600)
}

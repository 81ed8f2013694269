package main

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
)

// labDate is the time that the vaults' answers give: the lab's bundles do not depend on a clock.
const labDate = "Sun, 22 Nov 2026 18:51:44 GMT"

// armAddress is where the emulator of Azure listens, in a namespace of its own.
const armAddress = "127.0.0.1:8443"

// serve runs one of the lab's own programs in the current folder, until it is stopped: config.json there is its
// configuration, FOLDER has the certificates. It prints a line as soon as it listens.
func serve(command, folder string) error {
	data, err := os.ReadFile("config.json")
	if err != nil {
		return err
	}
	ready := func() { fmt.Println("ready") }
	switch command {
	case "serve-vault":
		var c vaultConfig
		if err := json.Unmarshal(data, &c); err != nil {
			return err
		}
		return serveTLS(c.Addresses, "443", folder+"/vault", &c, ready)
	case "serve-proxy":
		var c proxyConfig
		if err := json.Unmarshal(data, &c); err != nil {
			return err
		}
		return serveProxy(c, folder, ready)
	case "serve-arm":
		s := &Scenario{}
		if err := json.Unmarshal(data, s); err != nil {
			return err
		}
		host, port, err := net.SplitHostPort(armAddress)
		if err != nil {
			return err
		}
		return serveTLS([]string{host}, port, folder+"/arm", toldWrites(newARM(s)), ready)
	}
	return fmt.Errorf("unknown command %q", command)
}

// writesFile is where serve-arm lists, in its own folder, the requests that wanted to change something.
const writesFile = "writes.txt"

// toldWrites answers as the emulator does, and keeps writesFile.
func toldWrites(a *armServer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.ServeHTTP(w, r)
		if writes := a.Writes(); len(writes) > 0 {
			if err := os.WriteFile(writesFile, []byte(strings.Join(writes, "\n")), 0o600); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}
	})
}

// serveTLS answers HTTPS at some addresses.
func serveTLS(addresses []string, port, pair string, handler http.Handler, ready func()) error {
	certificate, err := tls.LoadX509KeyPair(pair+".pem", pair+".key")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0), TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}},
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){}} // the vaults speak HTTP/1.1
	failed := make(chan error)
	for _, a := range addresses {
		listener, err := net.Listen("tcp", net.JoinHostPort(a, port))
		if err != nil {
			return err
		}
		go func() { failed <- server.ServeTLS(listener, "", "") }()
	}
	ready()
	return <-failed
}

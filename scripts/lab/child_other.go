//go:build !linux

package main

import "syscall"

// There are no network namespaces here, and the lab ends before it would start anything.
func ownChild() *syscall.SysProcAttr { return nil }
func endGroup(int)                   {}
func alive(int) bool                 { return true }

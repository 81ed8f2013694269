package main

import "syscall"

// ownChild makes a child end when the lab is killed.
func ownChild() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}

// endGroup ends a child and what it has started.
func endGroup(pid int) { syscall.Kill(-pid, syscall.SIGKILL) }

// alive reports whether a process runs.
func alive(pid int) bool { return syscall.Kill(pid, 0) == nil }

//! Deskmark from outside: every test here starts a real program and talks to it as its users do.

// Package plugin looks at the PJRT plugins through which models run on XLA, before they are used. A file that is no
// plugin, or one of another machine or interface, is refused with a sentence; what loads it (go-xla v0.4.5) compares no
// versions, and a plugin of another interface ends the process.
//
// [Check] reads the file alone and works in every program. [Version] loads the library, which takes a program that was
// built with -tags xla and a C compiler.
package plugin

// Package nbformat reads and writes notebooks of nbformat 4.5, strictly and with the same bytes every time.
//
// A field that the format does not have is an error, so a file that [Parse] accepts is a notebook to any reader.
// [Notebook.Bytes] sorts keys and indents as Python's nbformat does, so that both write the same file; it leaves out what
// differs from machine to machine, the version in language_info.
package nbformat

// Package events writes and reads TensorBoard event files with scalars.
//
//	events.go  what an event is, and its protobuf form
//	record.go  TFRecord framing: length and data, each with a masked CRC-32C
//	writer.go  the event file of a directory, which goes on where an interrupted run does
//
// A directory has one event file at rest, events.out.tfevents.NUMBER.hsalab. Going on starts the next number with all
// that is still valid, so that a TensorBoard that is watching drops what the run takes back.
package events

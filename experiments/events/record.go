package events

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
)

// errTorn says that a file ends inside a record: a writer was stopped.
var errTorn = errors.New("the file ends inside a record")

const (
	lengthBytes = 8
	sumBytes    = 4
	sumMask     = 0xa282ead8
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// maskedSum is the CRC-32C of data, rotated by 15 bits and shifted, as TFRecord has it.
func maskedSum(data []byte) uint32 {
	sum := crc32.Checksum(data, castagnoli)
	return (sum>>15 | sum<<17) + sumMask
}

// appendRecord appends data as one record.
func appendRecord(b, data []byte) []byte {
	start := len(b)
	b = binary.LittleEndian.AppendUint64(b, uint64(len(data)))
	b = binary.LittleEndian.AppendUint32(b, maskedSum(b[start:]))
	b = append(b, data...)
	return binary.LittleEndian.AppendUint32(b, maskedSum(data))
}

// nextRecord takes the first record off b.
func nextRecord(b []byte) (data, rest []byte, err error) {
	if len(b) < lengthBytes+sumBytes {
		return nil, nil, errTorn
	}
	n := binary.LittleEndian.Uint64(b)
	if maskedSum(b[:lengthBytes]) != binary.LittleEndian.Uint32(b[lengthBytes:]) {
		return nil, nil, errors.New("the checksum of a record's length is wrong")
	}
	b = b[lengthBytes+sumBytes:]
	if len(b) < sumBytes || n > uint64(len(b)-sumBytes) {
		return nil, nil, errTorn
	}
	data, b = b[:n], b[n:]
	if maskedSum(data) != binary.LittleEndian.Uint32(b) {
		return nil, nil, errors.New("the checksum of a record is wrong")
	}
	return data, b[sumBytes:], nil
}

// Read is the events with scalars of an event file. A last record that a stopped writer has torn is left out; a damaged
// one is an error that names it, beside the events before it.
func Read(path string) ([]Event, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("events: %w", err)
	}
	var list []Event
	for i := 1; len(raw) > 0; i++ {
		data, rest, err := nextRecord(raw)
		if errors.Is(err, errTorn) {
			return list, nil
		}
		var e Event
		if err == nil {
			e, err = decodeEvent(data)
		}
		if err != nil {
			return list, fmt.Errorf("events: %s: record %d: %w", path, i, err)
		}
		if len(e.Scalars) > 0 {
			list = append(list, e)
		}
		raw = rest
	}
	return list, nil
}

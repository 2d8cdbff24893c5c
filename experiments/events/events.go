package events

import (
	"fmt"
	"math"
	"time"

	"google.golang.org/protobuf/encoding/protowire"
)

// Event is the scalars of one step.
type Event struct {
	Time    time.Time // kept to the microsecond
	Step    int
	Scalars []Scalar
}

// Scalar is one value under a tag, such as train/loss.
type Scalar struct {
	Tag   string
	Value float32
}

// Fields of the protobuf messages tensorflow.Event, SessionLog, Summary and Summary.Value.
const (
	eventTime    = 1
	eventStep    = 2
	eventVersion = 3
	eventSummary = 5
	eventSession = 7

	sessionStatus = 1
	sessionStart  = 1 // a value of status: what is shown from this step on is taken back

	summaryValue = 1
	valueTag     = 1
	valueSimple  = 2
)

const fileVersion = "brain.Event:2"

// encodeEvent is the message of an event.
func encodeEvent(e Event) []byte {
	var summary []byte
	for _, s := range e.Scalars {
		var value []byte
		value = protowire.AppendTag(value, valueTag, protowire.BytesType)
		value = protowire.AppendString(value, s.Tag)
		value = protowire.AppendTag(value, valueSimple, protowire.Fixed32Type)
		value = protowire.AppendFixed32(value, math.Float32bits(s.Value))
		summary = protowire.AppendTag(summary, summaryValue, protowire.BytesType)
		summary = protowire.AppendBytes(summary, value)
	}
	b := appendHead(e.Time, e.Step)
	b = protowire.AppendTag(b, eventSummary, protowire.BytesType)
	return protowire.AppendBytes(b, summary)
}

// encodeVersion is the message that every event file begins with.
func encodeVersion(at time.Time) []byte {
	b := protowire.AppendTag(appendHead(at, 0), eventVersion, protowire.BytesType)
	return protowire.AppendString(b, fileVersion)
}

// encodeStart is the message with which the reader forgets earlier files.
func encodeStart(at time.Time) []byte {
	session := protowire.AppendTag(nil, sessionStatus, protowire.VarintType)
	session = protowire.AppendVarint(session, sessionStart)
	b := protowire.AppendTag(appendHead(at, 0), eventSession, protowire.BytesType)
	return protowire.AppendBytes(b, session)
}

func appendHead(at time.Time, step int) []byte {
	b := protowire.AppendTag(nil, eventTime, protowire.Fixed64Type)
	b = protowire.AppendFixed64(b, math.Float64bits(float64(at.UnixMicro())/1e6))
	b = protowire.AppendTag(b, eventStep, protowire.VarintType)
	return protowire.AppendVarint(b, uint64(step))
}

// decodeEvent reads a message; fields that this package does not write are passed over.
func decodeEvent(raw []byte) (e Event, err error) {
	err = eachField(raw, func(number protowire.Number, value uint64, bytes []byte) error {
		switch number {
		case eventTime:
			e.Time = time.UnixMicro(int64(math.Round(math.Float64frombits(value) * 1e6)))
		case eventStep:
			e.Step = int(value)
		case eventSummary:
			return eachField(bytes, func(_ protowire.Number, _ uint64, raw []byte) error {
				s, err := decodeScalar(raw)
				e.Scalars = append(e.Scalars, s)
				return err
			})
		}
		return nil
	})
	return e, err
}

func decodeScalar(raw []byte) (s Scalar, err error) {
	err = eachField(raw, func(number protowire.Number, value uint64, bytes []byte) error {
		switch number {
		case valueTag:
			s.Tag = string(bytes)
		case valueSimple:
			s.Value = math.Float32frombits(uint32(value))
		}
		return nil
	})
	return s, err
}

// eachField calls do with each field of a message: its number, and its value or bytes.
func eachField(raw []byte, do func(number protowire.Number, value uint64, bytes []byte) error) error {
	for len(raw) > 0 {
		number, kind, n := protowire.ConsumeTag(raw)
		if n < 0 {
			return fmt.Errorf("a field's tag: %w", protowire.ParseError(n))
		}
		raw = raw[n:]
		var value uint64
		var bytes []byte
		switch kind {
		case protowire.VarintType:
			value, n = protowire.ConsumeVarint(raw)
		case protowire.Fixed64Type:
			value, n = protowire.ConsumeFixed64(raw)
		case protowire.Fixed32Type:
			var short uint32
			short, n = protowire.ConsumeFixed32(raw)
			value = uint64(short)
		case protowire.BytesType:
			bytes, n = protowire.ConsumeBytes(raw)
		default:
			n = protowire.ConsumeFieldValue(number, kind, raw)
		}
		if n < 0 {
			return fmt.Errorf("field %d: %w", number, protowire.ParseError(n))
		}
		raw = raw[n:]
		if err := do(number, value, bytes); err != nil {
			return err
		}
	}
	return nil
}

// SPDX-License-Identifier: Apache-2.0

package process

import (
	"slices"
	"strings"
	"time"

	"parley/internal/act"
	"parley/record"
)

// Channel counts what this seat reads in one channel. There are others that it
// cannot see.
type Channel struct {
	ID               record.Hash
	Audience         []string // readers, sorted; shared, not to be changed
	Entries          int      // all below together
	OnRecord         int
	WithoutPrejudice int
	Void             int
	Newest           time.Time // latest time that an author claims

	places shelf[int]
}

// file puts a line into its channel and lets the lines of one channel share its
// audience.
func (s *State) file(l *Line, place int) {
	old, ok := s.channels.get(l.Channel)
	if !ok {
		old = &Channel{ID: l.Channel}
		s.order = s.order.add(l.Channel)
	}
	c := *old
	if !slices.Equal(c.Audience, l.Audience) {
		// Only the audience of the roster's channel ever changes.
		c.Audience = cloneAll(l.Audience)
	}
	l.Audience = c.Audience
	c.Entries++
	if l.Register == record.WithoutPrejudice {
		c.WithoutPrejudice++
	} else {
		c.OnRecord++
	}
	if l.Void != "" {
		c.Void++
	}
	if l.Time.After(c.Newest) {
		c.Newest = l.Time
	}
	c.places = c.places.add(place)
	s.channels = s.channels.put(l.Channel, &c)
}

// Channels returns the channels in which this seat has read entries, the one
// with the most readers first. The channel of the roster is not among them.
func (s State) Channels() []Channel {
	var out []Channel
	for _, id := range s.order.items {
		if id != record.RosterChannel() {
			c, _ := s.channels.get(id)
			out = append(out, *c)
		}
	}
	slices.SortFunc(out, func(a, b Channel) int {
		if n := len(b.Audience) - len(a.Audience); n != 0 {
			return n
		}
		return slices.Compare(a.Audience, b.Audience)
	})
	return out
}

// In returns the entries of one channel in the order applied; the channel of the
// roster is [record.RosterChannel].
func (s State) In(channel record.Hash) []Line {
	c, ok := s.channels.get(channel)
	if !ok {
		return nil
	}
	return s.pick(c.places)
}

// Notes returns what was said in one channel: its notes that are not void.
func (s State) Notes(channel record.Hash) []Line {
	return slices.DeleteFunc(s.In(channel), func(l Line) bool { return l.Act == nil || l.Kind != act.KindNote || l.Void != "" })
}

func cloneAll(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strings.Clone(w)
	}
	return out
}

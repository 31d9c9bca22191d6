// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bufio"
	"fmt"
	"strings"

	"parley/internal/keys"
)

// mayAsk reports whether a person can be asked.
func (a *app) mayAsk() bool { return a.in.terminal && a.in.Reader != nil && !a.flags.noInput }

// passphrase gets the passphrase of the home: from the file that was named,
// else from the terminal.
func (a *app) passphrase(home string) ([]byte, error) {
	if a.flags.passphraseFile != "" {
		return a.readSecret(a.flags.passphraseFile)
	}
	if !a.mayAsk() {
		return nil, keys.ErrLocked
	}
	return a.ask("passphrase of " + home + ": ")
}

// newPassphrase gets a passphrase for a new file, typed twice.
func (a *app) newPassphrase(file, what string) ([]byte, error) {
	if file != "" {
		return a.readSecret(file)
	}
	if !a.mayAsk() {
		return nil, failure(exitLocked, "%s needs a passphrase, and nobody can be asked for it", what).
			hint("give it with --passphrase-file FILE; - is the standard input")
	}
	first, err := a.ask("new passphrase for " + what + ": ")
	if err != nil {
		return nil, err
	}
	if len(first) < keys.MinPassphrase {
		return nil, keys.ErrShortPassphrase
	}
	second, err := a.ask("the same again: ")
	if err != nil {
		return nil, err
	}
	if string(first) != string(second) {
		return nil, failure(exitFailed, "the two passphrases differ; nothing was made")
	}
	return first, nil
}

func (a *app) ask(question string) ([]byte, error) {
	fmt.Fprint(a.err, question)
	b, err := a.hidden()
	fmt.Fprintln(a.err)
	return b, err
}

// confirm lets a person confirm what cannot be taken back: by a flag, or by
// typing a word on a terminal.
func (a *app) confirm(given bool, flag, question string) error {
	if given {
		return nil
	}
	if !a.mayAsk() {
		return usageError("%s: say so with --%s", question, flag)
	}
	fmt.Fprintf(a.err, "%s\ntype yes to go on: ", safeLine(question))
	line, err := bufio.NewReader(a.in.Reader).ReadString('\n')
	if err != nil {
		return err
	}
	if strings.TrimSpace(line) != "yes" {
		return failure(exitFailed, "not confirmed; nothing was changed")
	}
	return nil
}

// confirmWords shows twelve words, and lets a person say that they are the same
// at the other end.
func (a *app) confirmWords(words [12]string, of string, match bool) error {
	if a.flags.json == "" {
		fmt.Fprintf(a.err, "the twelve words of %s:\n\n%s\n", of, wordLines(words[:]))
	}
	if match {
		return nil
	}
	if !a.mayAsk() {
		return failure(exitWithheld, "nobody has said that the twelve words of %s are the same at the other end", of).
			hint("read them aloud over the telephone, then add --words-match")
	}
	return a.confirm(false, "words-match", "read them aloud over a telephone that is not the hub's: are they the same at the other end, word for word?")
}

// wordLines prints words in rows of six.
func wordLines(words []string) string {
	var b strings.Builder
	for i := 0; i < len(words); i += 6 {
		fmt.Fprintf(&b, "    %s\n", strings.Join(words[i:min(i+6, len(words))], " "))
	}
	return b.String()
}

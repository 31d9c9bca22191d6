// SPDX-License-Identifier: Apache-2.0

package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
)

//go:embed static
var staticFiles embed.FS

// asset is one file that pages refer to.
type asset struct {
	name  string // with the hash of its content, so that it can be kept for ever
	media string
	body  []byte
}

// assets are all of them, by the name in the source and by the one served.
type assets struct {
	byName map[string]*asset
	served map[string]*asset
}

var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2",
	".LICENSE": "text/plain; charset=utf-8", ".svg": "image/svg+xml",
}

// styleSheet is the name of the one style sheet, which is made of several files.
const styleSheet = "chancery.css"

// sheetParts are its files, in their order.
var sheetParts = []string{"fonts.css", "tokens.css", "layout.css", "tables.css", "forms.css", "narrow.css", "print.css"}

// inSheet finds the files that a style sheet refers to.
var inSheet = regexp.MustCompile(`url\("([^":]+)"\)`)

func readAssets() (*assets, error) {
	a := &assets{map[string]*asset{}, map[string]*asset{}}
	files, err := fs.Glob(staticFiles, "static/*")
	if err != nil {
		return nil, err
	}
	var css []byte
	parts := map[string][]byte{}
	for _, file := range files {
		body, err := staticFiles.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if path.Ext(file) == ".css" {
			parts[path.Base(file)] = body
			continue
		}
		a.add(path.Base(file), body)
	}
	for _, name := range sheetParts {
		if parts[name] == nil {
			return nil, fmt.Errorf("the style sheet has no part %s", name)
		}
		css = append(css, parts[name]...)
	}
	var missing []string
	css = inSheet.ReplaceAllFunc(css, func(m []byte) []byte {
		name := string(inSheet.FindSubmatch(m)[1])
		if a.byName[name] == nil {
			missing = append(missing, name)
			return m
		}
		return []byte(`url("` + a.byName[name].name + `")`)
	})
	if len(missing) > 0 {
		return nil, fmt.Errorf("the style sheet refers to %s, which is not there", strings.Join(missing, ", "))
	}
	a.add(styleSheet, css)
	return a, nil
}

func (a *assets) add(name string, body []byte) {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	x := &asset{strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:6]) + ext, mediaTypes[ext], body}
	a.byName[name], a.served[x.name] = x, x
}

// url is where a file is served.
func (a *assets) url(name string) (string, error) {
	x := a.byName[name]
	if x == nil {
		return "", fmt.Errorf("no file %q is served", name)
	}
	return "/static/" + x.name, nil
}

func (a *assets) serve(w http.ResponseWriter, r *http.Request) {
	x := a.served[r.PathValue("name")]
	if x == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", x.media)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Write(x.body)
}

// SPDX-License-Identifier: Apache-2.0

// Everything works without this file. It adds keys, the palette, autosave, pages
// that show themselves again when the process changes, and a fast lock.

const body = document.body
const desk = body.dataset.desk
const $ = (s, on = document) => on.querySelector(s)
const $$ = (s, on = document) => [...on.querySelectorAll(s)]
const typing = el => el.matches?.('input, textarea, select, [contenteditable]')

// What must be mended is read first.
$('#summary')?.focus()

// --- lock: blank at once, then forget the keys -----------------------------

function lock() {
  const form = $('[data-lock]')?.closest('form')
  if (!form) return
  body.classList.add('blank')
  form.requestSubmit()
}

// --- palette ----------------------------------------------------------------

const palette = $('#palette')
const query = $('#palette-q')
const list = $('#palette-list')
let chosen = -1
let asked = 0

const shown = () => $$('li', list).filter(li => !li.hidden)

function choose(n) {
  const rows = shown()
  chosen = rows.length ? (n + rows.length) % rows.length : -1
  $$('li', list).forEach(li => li.removeAttribute('aria-selected'))
  query.removeAttribute('aria-activedescendant')
  if (chosen < 0) return
  const li = rows[chosen]
  li.id ||= 'palette-' + $$('li', list).indexOf(li)
  li.setAttribute('aria-selected', 'true')
  li.scrollIntoView({ block: 'nearest' })
  query.setAttribute('aria-activedescendant', li.id)
}

// Entries that hold the words are asked for by the road of the search page.
async function find(words) {
  const mine = ++asked
  $$('li[data-found]', list).forEach(li => li.remove())
  if (words.length < 3) return
  const page = await fetch(desk + '/search', { method: 'POST', body: new URLSearchParams({ q: words }) })
  if (!page.ok || mine !== asked) return
  const found = new DOMParser().parseFromString(await page.text(), 'text/html')
  for (const a of $$('main tbody a', found).slice(0, 8)) {
    const li = document.createElement('li')
    const to = document.createElement('a')
    li.setAttribute('role', 'option')
    li.dataset.found = ''
    to.href = a.getAttribute('href')
    to.tabIndex = -1
    to.dir = 'auto'
    to.textContent = a.textContent
    li.append(to)
    list.append(li)
  }
  if (chosen < 0) choose(0)
}

function filter() {
  const words = query.value.trim().toLowerCase()
  for (const li of $$('li:not([data-found])', list)) li.hidden = !li.textContent.toLowerCase().includes(words)
  choose(0)
  clearTimeout(filter.later)
  filter.later = setTimeout(() => find(words), 200)
}

function openPalette() {
  if (!palette || palette.open) return
  query.value = ''
  palette.showModal()
  filter()
  query.focus()
}

query?.addEventListener('input', filter)
query?.addEventListener('keydown', e => {
  if (e.key === 'ArrowDown') choose(chosen + 1)
  else if (e.key === 'ArrowUp') choose(chosen - 1)
  else if (e.key === 'Enter' && chosen >= 0) $('a', shown()[chosen]).click()
  else return
  e.preventDefault()
})
palette?.addEventListener('click', e => { if (e.target === palette) palette.close() })

// --- keys -------------------------------------------------------------------

let waits = 0 // until when a letter after g counts

function step(by) {
  const rows = $$('main table.rows tbody tr')
  if (!rows.length) return
  const at = rows.findIndex(tr => tr.classList.contains('at'))
  const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by))]
  rows.forEach(tr => tr.classList.remove('at'))
  next.classList.add('at')
  const first = $('a, button, input', next)
  if (!first) next.tabIndex = -1
  ;(first || next).focus()
  next.scrollIntoView({ block: 'nearest' })
}

// The table twin of a picture is the next table after it.
function twin() {
  const pictures = $$('main figure')
  const table = pictures.length ? $('table', pictures[0].parentElement) : $('main table')
  if (!table) return
  table.tabIndex = -1
  table.focus()
  table.scrollIntoView({ block: 'start' })
}

document.addEventListener('keydown', e => {
  if (e.shiftKey && e.key === 'Escape') { e.preventDefault(); lock(); return }
  if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') { e.preventDefault(); openPalette(); return }
  if (body.dataset.keys !== 'on' || e.ctrlKey || e.metaKey || e.altKey || typing(e.target) || palette?.open) return
  const go = Date.now() < waits && $(`[data-go="${CSS.escape(e.key)}"], #palette-list a[data-go="${CSS.escape(e.key)}"]`)
  waits = 0
  if (go) { e.preventDefault(); go.click(); return }
  const link = $(`a[data-key="${CSS.escape(e.key)}"]`)
  if (link) { e.preventDefault(); link.click(); return }
  if (e.key === 'g') waits = Date.now() + 1500
  else if (e.key === 'j') step(1)
  else if (e.key === 'k') step(-1)
  else if (e.key === 'p') print()
  else if (e.key === 't') twin()
})

document.addEventListener('click', e => {
  if (!e.target.closest?.('[data-print]')) return
  e.preventDefault()
  print()
})

// --- autosave ---------------------------------------------------------------

let unsaved = false

for (const form of $$('form[data-autosave]')) {
  const said = $('[data-saved]', form)
  let later
  form.addEventListener('input', () => {
    unsaved = true
    said.textContent = ''
    clearTimeout(later)
    later = setTimeout(async () => {
      const data = new URLSearchParams(new FormData(form))
      data.set('do', 'quiet')
      const answer = await fetch(form.action, { method: 'POST', body: data }).catch(() => null)
      if (!answer?.ok) return
      unsaved = false
      said.textContent = said.dataset.text
    }, 1200)
  })
  form.addEventListener('submit', () => { clearTimeout(later); unsaved = false })
}

// --- floors -----------------------------------------------------------------

// A slider and its box say one number: what moves one moves the other.
document.addEventListener('input', e => {
  const other = e.target.dataset?.with && document.getElementById(e.target.dataset.with)
  if (!other) return
  other.value = other.type === 'range' ? e.target.value.replace(',', '.') || 0 : e.target.value
}, true)
// --- a number and its slider ------------------------------------------------

for (const slide of $$('input[data-slide]')) {
  const box = slide.form.elements[slide.dataset.slide]
  slide.addEventListener('input', () => { box.value = slide.value })
  box.addEventListener('input', () => { slide.value = box.value.replace(',', '.') || 50 })
}

// Who types a number chooses the answer that it belongs to.
for (const box of $$('.choice .spanfield input')) {
  box.addEventListener('input', () => { const pick = $('input[type=radio]', box.closest('.choice')); if (pick) pick.checked = true })
}

// --- live pages -------------------------------------------------------------

function reload() {
  // Never under the hands of somebody who reads, marks or types.
  if (document.hidden || palette?.open || unsaved || typing(document.activeElement) || String(getSelection())) {
    clearTimeout(reload.later)
    reload.later = setTimeout(reload, 3000)
    return
  }
  const keep = holdPlace()
  htmx.ajax('GET', location.pathname + location.search, { target: '#main', select: '#main', swap: 'outerMorph', selectOOB: '#foot:outerMorph' }).then(keep)
}

// A list that grows moves its rows: what had the focus keeps it, with its mark,
// and not whatever stands in its place by then.
function holdPlace() {
  const on = document.activeElement
  const to = on.closest('main') && on.getAttribute('href')
  if (!to) return () => {}
  const same = () => $$(`main a[href="${CSS.escape(to)}"]`)
  const n = same().indexOf(on)
  const marked = on.closest('tr.at')
  return () => {
    const a = same()[n]
    if (!a) return
    if (marked) {
      $$('tr.at').forEach(tr => tr.classList.remove('at'))
      a.closest('tr')?.classList.add('at')
    }
    a.focus({ preventScroll: true })
  }
}

if (desk && window.EventSource) {
  const stream = new EventSource(desk + '/events')
  stream.addEventListener('locked', () => location.assign(desk + '/unlock'))
  stream.addEventListener('changed', () => {
    if (!$('main[data-live]')) return
    clearTimeout(reload.later)
    reload.later = setTimeout(reload, 150)
  })
  addEventListener('pagehide', () => stream.close())
}

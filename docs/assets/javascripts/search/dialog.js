// The search dialog: what is typed, chosen and shown. A combobox with a list of options, after the ARIA pattern.
(() => {
  "use strict"

  const search = window.siteSearch
  const dialog = document.querySelector("[data-search-dialog]")
  if (!dialog) return
  if (!dialog.showModal) {
    document.querySelector(".site-search-fallback").classList.add("is-needed") // Safari before 15.4, Firefox before 98
    return
  }

  const part = name => dialog.querySelector(`[data-search-${name}]`)
  const input = dialog.querySelector("input")
  const list = dialog.querySelector("[role=listbox]")
  const button = document.querySelector("[data-search-button]")
  const count = part("count")
  const notice = part("notice")
  const more = part("more")
  const help = part("help")
  const link = part("link")
  const copy = part("unfound")
  const status = part("status")
  const PAGE = 10
  const SLOW = 700 // milliseconds of rest before a count is read out, so that typing is not talked over

  const filters = search.filters(part("filters"))

  let options = []
  let selected = -1
  let showing = null // the answer on screen: { core, query, results, total, full, marked, answering, shown }
  let verbatim = false
  let turn = 0
  let waiting = false
  let speaking = 0
  const unfound = new Set() // what found nothing on this page, for an editor to copy; it is sent nowhere

  // ---- Opening and closing

  function open(text) {
    search.ready().catch(failed)
    if (!dialog.open) {
      dialog.showModal()
      document.documentElement.classList.add("site-search-is-open")
    }
    if (text !== undefined) {
      input.value = text
      verbatim = false
    }
    input.focus()
    if (text === undefined) input.select()
    offerRecent()
    schedule()
  }

  const close = () => dialog.close()

  dialog.addEventListener("close", () => {
    document.documentElement.classList.remove("site-search-is-open")
    remember("")
  })
  dialog.addEventListener("click", event => {
    if (event.target === dialog) close() // the backdrop
  })
  part("close").addEventListener("click", close)
  part("clear").addEventListener("click", () => {
    input.value = ""
    input.focus()
    changed()
  })
  button.hidden = false
  button.addEventListener("click", () => open())

  const typing = target => target.closest("input, textarea, select, [contenteditable]")
  document.addEventListener("keydown", event => {
    if (dialog.open || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (!["/", "s", "f"].includes(event.key) || typing(event.target)) return
    event.preventDefault()
    open()
  })

  // Any <form data-search-open> with one input is a door: what is typed in it goes on in the dialog.
  const doorOf = event => event.target.closest?.("form[data-search-open]")
  function enter(form) {
    const own = form.querySelector("input")
    const text = own.value
    own.value = ""
    open(text)
    input.setSelectionRange(text.length, text.length)
  }
  document.addEventListener("submit", event => {
    const form = doorOf(event)
    if (!form) return
    event.preventDefault()
    enter(form)
  })
  document.addEventListener("input", event => {
    const form = doorOf(event)
    if (form && event.target.value && !event.isComposing) enter(form)
  })
  document.addEventListener("focusin", event => {
    if (doorOf(event)) search.ready().catch(() => {})
  })

  // ---- Keys

  dialog.addEventListener("keydown", event => {
    event.stopPropagation() // the theme turns pages on n and p
    if (event.key === "Escape" && !event.isComposing) {
      event.preventDefault() // some WebKits do not close a dialog from a field
      close()
      return
    }
    if (event.target !== input || event.isComposing) return
    const last = options.length - 1
    if (event.key === "ArrowDown" && last >= 0) select(selected === last ? showMore() : selected + 1)
    else if (event.key === "ArrowUp" && last >= 0) select(selected <= 0 ? last : selected - 1)
    else if (event.key === "PageDown" && last >= 0) select(Math.min(last, selected + 5))
    else if (event.key === "PageUp" && last >= 0) select(Math.max(0, selected - 5))
    else if (event.key === "Enter") follow()
    else return
    event.preventDefault()
  })
  part("form").addEventListener("submit", event => event.preventDefault())

  function select(index) {
    if (options[selected]) options[selected].setAttribute("aria-selected", "false")
    selected = index
    const option = options[index]
    if (!option) {
      input.removeAttribute("aria-activedescendant")
      return
    }
    option.setAttribute("aria-selected", "true")
    input.setAttribute("aria-activedescendant", option.id)
    option.scrollIntoView({ block: "nearest" })
  }

  /** Enter opens the chosen result, else the first; what was typed last is answered before. */
  async function follow() {
    // An answer that a newer one overtook shows nothing, so ask again until what is typed is what is shown.
    for (let asked = 0; asked < 5 && (waiting || showing?.raw !== input.value); asked += 1) await answer()
    const option = options[Math.max(selected, 0)]
    if (option) option.click()
  }

  list.addEventListener("click", event => {
    if (!event.target.closest("[role=option]")) return
    search.recent.keep(input.value)
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) remember(input.value)
  })

  /** Writes what is asked into the address of this page, so that Back from a result brings the results again. */
  function remember(text) {
    const address = new URL(location.href)
    if (text) address.searchParams.set("q", text)
    else address.searchParams.delete("q")
    if (address.href === location.href) return
    try {
      history.replaceState(history.state, "", address.href)
    } catch {
      // Some browsers allow no change of address on file://.
    }
  }

  // WebKit keeps the page for Back, and empties a field that says no autocomplete: away from the page it does not say so.
  addEventListener("pagehide", () => input.removeAttribute("autocomplete"))
  addEventListener("pageshow", () => input.setAttribute("autocomplete", "off"))

  // ---- Asking

  function changed() {
    verbatim = false
    schedule()
  }

  // However many keys are pressed, one answer is made for each frame.
  function schedule() {
    part("clear").hidden = !input.value
    if (waiting) return
    waiting = true
    requestAnimationFrame(() => waiting && answer().catch(failed))
  }

  input.addEventListener("input", changed)
  filters.onchange(schedule)

  async function answer() {
    waiting = false
    const own = ++turn
    const raw = input.value
    const core = await search.ready()
    filters.fill(core)
    if (!raw.trim()) {
      if (own === turn) nothingAsked()
      return
    }
    const query = search.read(core, raw, verbatim)
    const quoted = await Promise.all(query.phrases.map(search.quoting))
    if (own !== turn) return
    const passes = filters.passes(core)
    const found = search.rank(core, query, document => passes(document) && quoted.every(shown => shown.has(document)))
    const rows = await rowsOf(found.results.slice(0, PAGE))
    const shown = { marked: search.marks(core, query), answering: search.answers(core, query) }
    if (own === turn) render({ core, query, raw, ...found, ...shown }, rows)
  }

  function rowsOf(documents) {
    const rows = documents.map(search.rowNow)
    return rows.every(Boolean) ? rows : Promise.all(documents.map(search.row))
  }

  function failed(error) {
    if (showing && dialog.open === false) return
    help.hidden = false
    list.hidden = true
    count.textContent = "The search index could not be loaded. The A to Z works without it."
    speak(count.textContent)
    showing = null
    if (!(error instanceof Error)) throw error
  }

  // ---- Showing

  function nothingAsked() {
    showing = null
    reset()
    list.dataset.answers = ""
    help.hidden = false
    part("near").hidden = true
    count.textContent = ""
    speak("")
  }

  function reset() {
    list.replaceChildren()
    options = []
    select(-1)
    list.hidden = true
    input.setAttribute("aria-expanded", "false")
    notice.hidden = true
    more.hidden = true
    link.hidden = true
  }

  function render(answered, rows) {
    reset()
    showing = { ...answered, shown: rows.length }
    append(rows)
    part("output").scrollTop = 0
    list.dataset.answers = showing.raw // for tests and measurements: what the list answers
    const { total, full, query } = showing
    help.hidden = total > 0
    list.hidden = total === 0
    input.setAttribute("aria-expanded", String(total > 0))
    more.hidden = rows.length >= showing.results.length
    link.hidden = false
    link.href = `?${new URLSearchParams({ q: showing.raw })}` // unlike encodeURIComponent, it takes half a pair
    const remarks = []
    if (total === 0) remarks.push("Nothing found.")
    if (query.unknown.length) remarks.push(`No page has ${query.unknown.slice(0, 3).map(word => `“${word}”`).join(", ")}.`)
    else if (query.slots.length > 1 && total && !full) remarks.push("No page has all your words; the nearest come first.")
    if (query.cut) remarks.push("Only the beginning of a text this long is read.")
    count.textContent = remarks.join(" ")
    announceCorrection(query)
    if (total === 0) nearTerms(answered)
    else part("near").hidden = true
    const many = total ? `${total.toLocaleString("en-GB")} ${total === 1 ? "result" : "results"}.` : ""
    const missing = total === 0 || query.unknown.length > 0
    speak([query.corrected && `Showing results for ${query.corrected}.`, many, ...remarks].filter(Boolean).join(" "), missing ? showing.raw : "")
  }

  function append(rows) {
    const fragment = document.createDocumentFragment()
    for (const row of rows) {
      const item = document.createElement("li")
      item.setAttribute("role", "presentation")
      const option = optionFor(row)
      options.push(option)
      option.id = `site-search-option-${options.length}`
      item.append(option)
      fragment.append(item)
    }
    list.append(fragment)
  }

  function element(name, style, text = "") {
    const made = document.createElement(name)
    made.className = style
    made.textContent = text
    return made
  }

  function optionFor(row) {
    const option = element("a", "site-search__option")
    option.setAttribute("role", "option")
    option.setAttribute("aria-selected", "false")
    option.tabIndex = -1
    const title = element("span", "site-search__title")
    search.append(title, search.pieces(row.title), showing.marked)
    const where = element("span", "site-search__note", row.pageTitle ? `${row.note} · in ${row.pageTitle}` : row.note)
    const best = search.bestSentence(row.sentences, showing)
    option.append(title, where)
    if (best.pieces.length) {
      const text = element("span", "site-search__text")
      search.append(text, search.around(best.pieces, showing.marked), showing.marked)
      option.append(text)
    }
    const words = search.markedWords(best.pieces, showing.marked)
    const asked = showing.answering.size > 0 || !showing.named.has(row.document) // by a question, or not by its name
    const section = asked ? search.partOf(row, best, showing) : undefined
    const why = reasons(row, section, Boolean(words || title.querySelector("mark")))
    if (why) option.append(element("span", "site-search__why", why))
    const anchor = section ? section[1] : row.anchor
    option.href = `${row.page}${words ? `?h=${encodeURIComponent(words)}` : ""}${anchor ? `#${anchor}` : ""}`
    return option
  }

  /** Why a result is there, where its title and its sentence do not say: the part of the page, the words that it lacks. */
  function reasons(row, section, marked) {
    const lacks = showing.without.get(row.document) || []
    const told = []
    if (section) told.push(`Part: ${section[2]}`)
    if (!marked) told.push("Found by what people call it")
    else if (lacks.length) told.push(`Without ${lacks.slice(0, 3).map(word => `“${word}”`).join(", ")}`)
    return told.join(" · ")
  }

  /** Shows the next results; returns the number of the first of them, or of the first of all at the end. */
  function showMore() {
    if (!showing || showing.shown >= showing.results.length) return 0
    const first = showing.shown
    const rows = showing.results.slice(first, first + PAGE).map(search.rowNow)
    if (!rows.every(Boolean)) {
      showMoreLater()
      return selected
    }
    showing.shown += rows.length
    append(rows)
    more.hidden = showing.shown >= showing.results.length
    return first
  }

  async function showMoreLater() {
    const own = turn
    await Promise.all(showing.results.slice(showing.shown, showing.shown + PAGE).map(search.row))
    if (own === turn) select(showMore())
  }

  more.firstElementChild.addEventListener("click", () => {
    const first = showMore()
    input.focus()
    if (first) select(first)
  })

  function announceCorrection(query) {
    notice.replaceChildren()
    notice.hidden = !query.corrected
    if (!query.corrected) return
    const instead = element("button", "site-search__instead", `search instead for “${input.value}”`)
    instead.type = "button"
    instead.addEventListener("click", () => {
      verbatim = true
      input.focus()
      schedule()
    })
    notice.append("Showing results for ", element("strong", "", query.corrected), "; ", instead)
  }

  /** Where nothing is found: words like those typed, and the words without quotes or filters. */
  function nearTerms({ core, query, raw }) {
    const box = part("near")
    box.replaceChildren()
    box.hidden = true
    const offers = []
    if (/["\u201c\u201d]/.test(raw)) offers.push(raw.replace(/["\u201c\u201d]/g, ""))
    for (const word of query.slots.map(slot => slot.word).filter(word => word.length > 2).slice(0, 4)) {
      for (const hit of search.near(core, word, 3, false).slice(0, 3)) offers.push(core.vocabulary[hit.number])
    }
    const filtered = filters.chosen()
    const texts = [...new Set(offers)].filter(text => text.trim() && text !== raw).slice(0, 6)
    if (!texts.length && !filtered) return
    box.hidden = false
    if (filtered) {
      const clear = element("button", "site-search__instead", "Search again without filters")
      clear.type = "button"
      clear.addEventListener("click", () => {
        filters.clear()
        input.focus()
        schedule()
      })
      box.append(clear)
    }
    if (texts.length) box.append(element("p", "", "Near to what you typed:"), choices(texts))
  }

  function choices(texts) {
    const row = element("p", "site-search__choices")
    for (const text of texts) {
      const choice = element("button", "", text)
      choice.type = "button"
      choice.addEventListener("click", () => open(text))
      row.append(choice)
    }
    return row
  }

  /** Says a text once typing rests, and keeps then what was not found. */
  function speak(text, missing = "") {
    clearTimeout(speaking)
    speaking = setTimeout(() => {
      status.textContent = text
      if (missing) unfound.add(missing.trim())
      copy.hidden = unfound.size === 0
    }, SLOW)
  }

  /** Copies a text and says so for a moment on what was pressed; false where copying is not allowed. */
  async function copied(text, pressed) {
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      return false
    }
    const label = pressed.textContent
    pressed.textContent = "Copied"
    setTimeout(() => (pressed.textContent = label), 2000)
    return true
  }

  link.addEventListener("click", async event => {
    event.preventDefault()
    // Where copying is not allowed the address bar has the link.
    if (!(await copied(link.href, link))) location.href = link.href
  })

  copy.addEventListener("click", () => copied([...unfound].join("\n"), copy))

  function offerRecent() {
    const box = part("recent")
    const texts = search.recent.read()
    box.hidden = texts.length === 0
    box.replaceChildren()
    if (!texts.length) return
    const forget = element("button", "site-search__instead", "Forget them")
    forget.type = "button"
    forget.addEventListener("click", () => {
      search.recent.forget()
      offerRecent()
      input.focus()
    })
    box.append(element("p", "", "Your searches in this window:"), choices(texts), forget)
  }

  // ---- At the beginning: a query in the address opens; else the index loads while nothing else happens.

  const asked = new URLSearchParams(location.search).get("q")
  if (asked) {
    open([...asked].slice(0, 400).join(""))
    answer().catch(failed) // at once: the first frame waits for scripts that follow
  } else search.idle(() => search.ready().catch(() => {}))
})()

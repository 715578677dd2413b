// The pack page: the chosen records in order, printed, saved, made into files, compared with a pack of before.
(() => {
  "use strict"

  const { root, element, cleaned, stored, keep, addressOf, plan } = window.sitePack
  const page = document.querySelector("[data-pack]")
  const tool = (words, action) => {
    const button = element("button", { type: "button", textContent: words })
    button.addEventListener("click", action)
    return button
  }
  // State: the address first, then storage, else what this page remembers.
  const given = name => new URLSearchParams(location.search).get(name) ?? new URLSearchParams(location.hash.slice(1)).get(name)
  const remembered = () => {
    const text = given("ids")
    return text === null ? stored() : cleaned(text.split(/[\s,]+/))
  }
  let ids = remembered() ?? []
  let records = new Map()
  let former = new Map()
  let edition = ""
  const status = element("p", { className: "pack-status" })
  status.setAttribute("role", "status")
  const list = element("ol", { className: "pack-list" })
  const title = element("input", { id: "pack-title", type: "text", maxLength: 80, autocomplete: "off" })
  title.value = given("title") ?? ""
  const titled = () => title.value.replace(/["$`\\]/g, "").replace(/\s+/g, " ").trim()
  const printed = element("p", { className: "pack-print-title" })
  const command = element("code", { tabIndex: 0 }) // a long one scrolls
  const field = element("input", { id: "pack-add", type: "text", autocomplete: "off" })
  field.setAttribute("list", "pack-known")
  const known = element("datalist", { id: "pack-known" })
  const form = element(
    "form",
    { className: "pack-form pack-control" },
    element("label", { htmlFor: "pack-add", textContent: "Add a record by id or title" }),
    field,
    element("button", { type: "submit", textContent: "Add" }),
    known,
  )
  const naming = element("p", { className: "pack-form pack-control" }, element("label", { htmlFor: "pack-title", textContent: "Title" }), title)
  const remember = () => {
    const query = addressOf(ids, titled()).split("?")[1]
    try {
      history.replaceState(null, "", ids.length ? `?${query}` : location.pathname)
    } catch {
      location.hash = query
    }
  }
  const take = (next, name) => {
    title.value = name
    change(cleaned(next), "The records of the plan.")
  }
  const change = (next, words) => {
    ids = next
    keep(ids)
    remember()
    draw()
    status.textContent = words
  }
  const move = (id, step) => {
    const from = ids.indexOf(id)
    const to = from + step
    if (to < 0 || to >= ids.length) return
    const next = [...ids]
    next.splice(from, 1)
    next.splice(to, 0, id)
    change(next, `${id} is now number ${to + 1} of ${next.length}.`)
    const buttons = list.children[to].querySelectorAll("button")
    const wanted = buttons[step < 0 ? 0 : 1]
    ;(wanted.disabled ? buttons[step < 0 ? 1 : 0] : wanted).focus()
  }
  const remove = id => {
    const at = ids.indexOf(id)
    change(ids.filter(other => other !== id), `${id} removed; ${ids.length - 1} left.`)
    const near = list.children[Math.min(at, ids.length - 1)]
    ;(near ? near.querySelector(".pack-remove") : field).focus()
  }

  // Words of a record as elements; ** marks what is strong.
  const strong = text => text.split("**").map((piece, number) => (number % 2 ? element("strong", { textContent: piece }) : piece))
  const bullets = items => element("ul", {}, ...items.map(item => element("li", {}, ...strong(item))))
  const asTable = (rows, headed) => {
    const cells = (row, first) =>
      row.map((cell, column) => {
        const head = first || (!headed && column === 0)
        const made = element(head ? "th" : "td", {}, ...strong(cell))
        if (head) made.scope = first ? "col" : "row"
        return made
      })
    const body = rows.map((row, number) => element("tr", {}, ...cells(row, headed && number === 0)))
    return element("table", {}, element("tbody", {}, ...body))
  }
  const asElement = ([sign, body, more]) => {
    if (sign === "u") return bullets(body)
    if (sign === "t") return asTable(body, more)
    if (sign === "h") return element("h3", { textContent: body })
    if (sign === "n") return element("blockquote", {}, element("p", {}, element("strong", { textContent: more })), ...body.map(item => element("p", {}, ...strong(item))))
    return element("p", { className: sign === "r" ? "pack-related" : "" }, ...strong(body))
  }
  const letter = number => String.fromCharCode(65 + number)
  const rightOf = record => record.o.map(([text, right], number) => (right ? `${letter(number)}. ${text}` : "")).filter(Boolean).join("; ")
  const body = record => {
    const parts = []
    if (record.n) parts.push(element("p", { className: "pack-note" }, element("strong", { textContent: "Content note. " }), record.n))
    parts.push(...(record.b ?? []).map(asElement))
    if (record.o?.length) parts.push(element("ol", { className: "pack-options" }, ...record.o.map(([text]) => element("li", {}, ...strong(text)))))
    const answer = record.o?.length ? rightOf(record) : record.s
    if (answer || record.d || record.x) {
      const inner = [element("summary", { textContent: "Answer" })]
      if (answer) inner.push(element("p", {}, element("strong", { textContent: answer })))
      if (record.d?.length) inner.push(bullets(record.d))
      parts.push(element("details", {}, ...inner, ...(record.x ?? []).map(asElement)))
    }
    return parts
  }
  const facts = record => [record.k, record.i, record.p, record.f].filter(Boolean).join(". ")

  const draw = () => {
    const items = ids.map((id, number) => {
      const record = records.get(id)
      const up = tool("Up", () => move(id, -1))
      const down = tool("Down", () => move(id, 1))
      const out = tool("Remove", () => remove(id))
      out.className = "pack-remove"
      up.disabled = number === 0
      down.disabled = number === ids.length - 1
      for (const button of [up, down, out]) button.setAttribute("aria-label", `${button.textContent}: ${record ? record.t : id}`)
      const controls = element("div", { className: "pack-control" }, up, " ", down, " ", out)
      if (!record) {
        return element("li", {}, element("h2", { textContent: id }), controls, element("p", { textContent: "There is no record with this id in this edition." }))
      }
      const head = element("h2", {}, element("a", { href: `${root}${record.a}`, textContent: record.t }))
      return element("li", {}, head, controls, element("p", { className: "record-facts", textContent: `${facts(record)}.` }), ...body(record))
    })
    list.replaceChildren(...items)
    const named = titled() ? ` --title "${titled()}"` : ""
    command.textContent = `python3 -m scripts pack ${ids.join(" ")}${named} -o my-pack`
    printed.replaceChildren(element("strong", { textContent: titled() || "Training pack" }))
    page.classList.toggle("is-empty", !ids.length)
    state.textContent = ids.length
      ? `${ids.length} record${ids.length === 1 ? "" : "s"}. ${edition}. Check the law on the day; force policy and College of Policing APP come first.`
      : "The pack is empty: add a record here, or with the button beside its id on any page."
  }

  // Downloads.
  const save = (name, type, content) => {
    const link = element("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name })
    document.body.append(link)
    link.click()
    link.remove()
    setTimeout(() => URL.revokeObjectURL(link.href), 1000)
  }
  const chosen = () => ids.map(id => records.get(id)).filter(Boolean)
  const lead = () => `${edition}. In harm's way, HMIC, July 2015, retold in our own words (CC BY 4.0). Not legal advice. Force policy and College of Policing APP come first.`
  const style = "body{font:1rem/1.5 system-ui,Arial,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}th,td{border:1px solid #9aa5b1;padding:.3rem .5rem;text-align:left;vertical-align:top}blockquote{border-left:.3rem solid #7a4a00;margin-left:0;padding-left:1rem}.facts{color:#4a525c;font-size:.85rem}.pack-options{list-style:upper-alpha}"
  const asPage = () => {
    const made = document.implementation.createHTMLDocument(titled() || "Training pack")
    made.documentElement.lang = "en-GB"
    made.head.prepend(element("meta"))
    made.head.firstChild.setAttribute("charset", "utf-8")
    const parts = chosen().map(record => element("section", {}, element("h2", { textContent: record.t }), element("p", { className: "facts", textContent: `${facts(record)}.` }), ...body(record)))
    made.body.append(element("h1", { textContent: titled() || "Training pack" }), element("p", { className: "facts", textContent: lead() }), ...parts)
    // as text: a style element made here would come under this page's policy, which refuses it
    return `<!doctype html>\n${made.documentElement.outerHTML.replace("</head>", `<style>${style}</style></head>`)}\n`
  }
  const markdownOf = ([sign, text, more]) => {
    if (sign === "u") return text.map(item => `- ${item}`).join("\n")
    if (sign === "h") return `### ${text}`
    if (sign === "n") return [`**${more}**`, ...text].map(item => `> ${item}`).join("\n>\n")
    if (sign !== "t") return text
    const rows = more ? text : [text[0].map(() => ""), ...text]
    return rows.flatMap((row, number) => [`| ${row.join(" | ")} |`, ...(number ? [] : [`|${row.map(() => " --- ").join("|")}|`])]).join("\n")
  }
  const asMarkdown = () => {
    const parts = [`# ${titled() || "Training pack"}`, lead()]
    for (const record of chosen()) {
      parts.push(`## ${record.t}`, `${facts(record)}.`)
      if (record.n) parts.push(`> **Content note.** ${record.n}`)
      parts.push(...(record.b ?? []).map(markdownOf))
      if (record.o?.length) parts.push(record.o.map(([text], number) => `${letter(number)}. ${text}  `).join("\n"))
      const answer = record.o?.length ? rightOf(record) : record.s
      if (answer) parts.push(`**Answer:** ${answer}`)
      if (record.d?.length) parts.push(record.d.map(item => `- ${item}`).join("\n"))
      parts.push(...(record.x ?? []).map(markdownOf))
    }
    return `${parts.join("\n\n")}\n`
  }

  const print = answers => {
    page.classList.toggle("with-answers", answers)
    for (const answer of list.querySelectorAll("details")) answer.open = answers
    window.print()
  }
  const state = element("p")
  const tools = element(
    "div",
    { className: "pack-tools pack-control" },
    tool("Print without answers", () => print(false)),
    tool("Print with answers", () => print(true)),
    tool("Download HTML", () => save("training-pack.html", "text/html", asPage())),
    tool("Download Markdown", () => save("training-pack.md", "text/markdown", asMarkdown())),
    tool("Copy link", async event => {
      const target = event.target
      try {
        await navigator.clipboard.writeText(addressOf(ids, titled()))
        target.textContent = "Copied"
      } catch {
        target.textContent = "The link is in the address bar"
      }
    }),
    tool("Empty the pack", () => {
      change([], "The pack is empty.")
      field.focus()
    }),
  )
  // Files made here: what makes them is loaded when one is asked for, and not before.
  const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
  const [ZIPPED, DRAWN, SET] = ["vendor/jszip.min.js", "vendor/pptxgen.min.js", "vendor/docx.iife.js"]
  const [SLIDES, PAPERS, QUIZ] = ["slides", "papers", "quiz"].map(name => `javascripts/pack/${name}.js`)
  const FILES = [
    ["slides.pptx", "Slides (PowerPoint)", "application/vnd.openxmlformats-officedocument.presentationml.presentation", ZIPPED, DRAWN, SLIDES],
    ["handout.docx", "Handout (Word)", WORD, SET, PAPERS],
    ["questions.docx", "Question sheet (Word)", WORD, SET, PAPERS],
    ["answers.docx", "Answers (Word)", WORD, SET, PAPERS],
    ["questions-moodle.xml", "Questions for Moodle (XML)", "text/xml", QUIZ],
    ["quiz-scorm.zip", "Quiz for any learning system (SCORM 1.2)", "application/zip", ZIPPED, QUIZ],
  ]
  const PLAN = ["session-plan.docx", "", WORD, SET, PAPERS]
  const loading = new Map()
  const load = file => {
    const started = () =>
      new Promise((done, failed) => {
        const script = element("script", { src: `${root}assets/${file}` })
        script.addEventListener("load", done)
        script.addEventListener("error", () => {
          loading.delete(file) // another try may find it
          failed(new Error(`assets/${file} is not there`))
        })
        document.head.append(script)
      })
    if (!loading.has(file)) loading.set(file, started())
    return loading.get(file)
  }
  const make = async ([name, , type, ...parts], told) => {
    told.textContent = `Making ${name} …`
    try {
      for (const part of ["pack/maker.js", "javascripts/pack/compose.js", ...parts]) await load(part)
      const { compose, write } = window.sitePack
      save(name, type, await write[name](compose(chosen().map(record => record.i), titled(), records, plan.steps())))
      told.textContent = `${name} is made: it is with your downloads.`
    } catch (problem) {
      told.textContent = `${name} could not be made: ${problem.message}.`
    }
  }
  const making = element("p")
  making.setAttribute("role", "status")
  const files = element(
    "div",
    { className: "pack-made pack-control" },
    element("h2", { textContent: "Make files" }),
    element("p", { textContent: "They are made on this device, from these records in this order, under your title; nothing is sent. Where the pack has no question, the bank's questions on its records are taken." }),
    element("div", { className: "pack-tools" }, ...FILES.map(file => tool(file[1], () => make(file, making)))),
    making,
  )
  const slides = element(
    "div",
    { className: "pack-command pack-control" },
    element("p", { textContent: "For all files at once, PDF among them, run this in a clone of the project:" }),
    element("pre", {}, command),
  )
  const near = words => {
    const like = [...records.values()].filter(record => `${record.i} ${record.t}`.toLowerCase().includes(words)).slice(0, 5)
    return like.length ? `Near it: ${like.map(record => `${record.i} (${record.t})`).join("; ")}.` : "Choose one from the list."
  }
  title.addEventListener("input", () => {
    remember()
    draw()
  })
  // Since a pack was made: its list names each record with the fingerprint that it had then.
  const listFile = element("input", { id: "pack-then", type: "file", accept: ".json,application/json" })
  const since = element("div", { className: "pack-since" })
  since.setAttribute("role", "status")
  const linkTo = record => element("a", { href: `${root}${record.a}`, textContent: `${record.t} (${record.i})` })
  const compared = then => {
    const changed = []
    const gone = []
    for (const [id, hash] of Object.entries(then.state)) {
      const record = records.get(former.get(id) ?? id)
      if (!record) gone.push(element("li", { textContent: `${id} is no longer here.` }))
      else if (record.h !== hash) changed.push(element("li", {}, linkTo(record), record.f ? `. ${record.f}.` : ""))
    }
    const all = Object.keys(then.state).length
    const same = all - changed.length - gone.length
    const use = tool("Take these records into the pack", () => change(cleaned(Object.keys(then.state).map(id => former.get(id) ?? id)), `The records of “${then.title}”.`))
    since.replaceChildren(
      element("p", { textContent: `“${then.title}” was made from edition ${then.edition}; here is ${edition.replace("Edition", "edition")}. ${changed.length} of ${all} changed, ${gone.length} gone, ${same} the same.` }),
      element("ul", {}, ...changed, ...gone),
      use,
    )
  }
  listFile.addEventListener("change", async () => {
    const [file] = listFile.files
    if (!file) return
    try {
      const then = JSON.parse(await file.text())
      listFile.value = "" // the same file may be chosen again
      if (!then.state || typeof then.title !== "string") throw new TypeError("no list of a pack")
      compared(then)
    } catch {
      since.textContent = "This is no list of a pack: choose the file pack.json that lies with its papers."
    }
  })
  const again = element("div", { className: "pack-control" }, element("h2", { textContent: "Since you last taught this" }), element("p", {}, element("label", { htmlFor: "pack-then", textContent: "The file pack.json of a pack you have taught " }), listFile), since)
  form.addEventListener("submit", event => {
    event.preventDefault()
    const given = field.value.trim()
    const lower = given.toLowerCase()
    const found = former.get(lower) ?? (records.has(lower) ? lower : [...records.values()].find(record => record.t.toLowerCase() === lower || `${record.i}: ${record.t}`.toLowerCase() === lower)?.i)
    if (!found) status.textContent = given ? `There is no record “${given}”. ${near(lower)}` : "Write an id or a title."
    else if (ids.includes(found)) status.textContent = `${found} is in the pack already.`
    else {
      change([...ids, found], `${found} added; ${ids.length + 1} in the pack.`)
      field.value = ""
    }
  })

  window.sitePack.receive = data => {
    edition = data.edition
    former = new Map(Object.entries(data.former))
    records = new Map(data.records.map(record => [record.i, record]))
    ids = cleaned(ids.map(id => former.get(id) ?? id))
    known.append(...data.records.map(record => element("option", { value: `${record.i}: ${record.t}` })))
    plan.open({ records, ids: () => ids, title: titled, take, save, asWord: told => make(PLAN, told), edition: edition.split(/[ ,]+/)[1] })
    page.replaceChildren(printed, state, naming, form, status, list, tools, files, slides, plan.element, again)
    page.hidden = false
    draw()
  }
  addEventListener("pageshow", event => {
    if (!event.persisted) return
    ids = remembered() ?? ids // a page that the browser kept for Back may be behind the pack
    draw()
  })
})()

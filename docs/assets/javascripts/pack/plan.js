// A session plan of the trainer's own on the pack page: steps in order, with minutes that add up and notes.
// It stays on this device, goes into a file and comes out of it again, is printed, and gives slides and papers their run.
(() => {
  "use strict"

  const { element } = window.sitePack
  const KEY = "in-harms-way-plan"
  const KIND = "in-harms-way-session-plan"
  const page = document.querySelector("[data-pack]")
  let pack = null // what the page gives: records, the chosen ids, the title, how to take others, how to save
  let length = 60
  let steps = []

  const minutes = value => Math.min(Math.max(Math.round(Number(value)) || 0, 0), 999)
  const line = value => String(value ?? "").replace(/\s+/g, " ").trim().slice(0, 200)
  const notes = value => String(value ?? "").slice(0, 4000)
  const read = told => {
    if (told?.kind !== KIND || told.format !== 1 || !Array.isArray(told.steps)) throw new TypeError("no session plan")
    length = minutes(told.length)
    steps = told.steps.map(step => ({ minutes: minutes(step?.minutes), what: line(step?.what), notes: notes(step?.notes) }))
  }
  // With the records' fingerprints, so that a later edition can tell what has changed since.
  const written = () => {
    const ids = pack.ids().filter(id => pack.records.has(id))
    const state = Object.fromEntries(ids.map(id => [id, pack.records.get(id).h]))
    return { kind: KIND, format: 1, title: pack.title(), edition: pack.edition, length, ids, steps, state }
  }
  const keep = () => {
    try {
      localStorage.setItem(KEY, JSON.stringify(written()))
    } catch {
      // blocked: the file keeps it
    }
  }

  const tool = (words, action) => {
    const button = element("button", { type: "button", textContent: words })
    button.addEventListener("click", action)
    return button
  }
  const labelled = (words, input) => element("label", {}, element("span", { textContent: words }), input)
  const told = element("p", { className: "plan-sum" })
  told.setAttribute("role", "status")
  const list = element("ol", { className: "plan-steps" })
  const printed = element("div", { className: "plan-printed" })
  const clock = number => `${Math.floor(number / 60)}:${String(number % 60).padStart(2, "0")}`
  const named = number => steps[number].what || `step ${number + 1}`

  const sum = () => {
    const all = steps.reduce((before, step) => before + step.minutes, 0)
    const left = length - all
    const judged = left > 0 ? `${left} left` : left < 0 ? `${-left} too many` : "it fits"
    told.textContent = steps.length ? `${steps.length} ${steps.length === 1 ? "step" : "steps"}: ${all} of ${length} minutes, ${judged}.` : "No step yet."
    let at = 0
    for (const [number, row] of [...list.children].entries()) {
      row.querySelector(".plan-clock").textContent = `${clock(at)} to ${clock((at += steps[number].minutes))}`
    }
    keep()
  }
  const draw = () => {
    list.replaceChildren(
      ...steps.map((step, number) => {
        const what = element("input", { type: "text", value: step.what, maxLength: 200, autocomplete: "off", className: "plan-what" })
        const time = element("input", { type: "number", value: String(step.minutes), min: "0", max: "999", className: "plan-minutes" })
        const note = element("textarea", { value: step.notes, rows: 2, maxLength: 4000, className: "plan-notes" })
        what.addEventListener("input", () => {
          step.what = line(what.value)
          name()
          keep()
        })
        time.addEventListener("input", () => {
          step.minutes = minutes(time.value)
          sum()
        })
        note.addEventListener("input", () => {
          step.notes = notes(note.value)
          keep()
        })
        const buttons = [tool("Up", () => move(number, -1)), tool("Down", () => move(number, 1)), tool("Remove", () => remove(number))]
        buttons[0].disabled = number === 0
        buttons[1].disabled = number === steps.length - 1
        const name = () => {
          for (const button of buttons) button.setAttribute("aria-label", `${button.textContent}: ${named(number)}`)
        }
        name()
        const fields = element("div", { className: "plan-fields" }, labelled("What we do", what), labelled("Minutes", time), labelled("Notes", note))
        return element("li", {}, element("p", { className: "plan-clock" }), fields, element("div", {}, ...buttons.flatMap(button => [button, " "])))
      }),
    )
    sum()
  }
  const move = (number, by) => {
    const [step] = steps.splice(number, 1)
    steps.splice(number + by, 0, step)
    draw()
    told.textContent = `${named(number + by)} is now step ${number + by + 1} of ${steps.length}. ${told.textContent}`
    const buttons = [...list.children[number + by].querySelectorAll("button")]
    const wanted = buttons[by < 0 ? 0 : 1]
    ;(wanted.disabled ? buttons[by < 0 ? 1 : 0] : wanted).focus()
  }
  const remove = number => {
    steps.splice(number, 1)
    draw()
    ;(list.children[Math.min(number, steps.length - 1)]?.querySelector(".plan-what") ?? add).focus()
  }
  const added = more => {
    steps.push(...more)
    draw()
    list.children[steps.length - more.length]?.querySelector(".plan-what").focus()
  }

  const long = element("input", { type: "number", min: "1", max: "999", className: "plan-minutes" })
  long.addEventListener("input", () => {
    length = minutes(long.value)
    sum()
  })
  const add = tool("Add a step", () => added([{ minutes: 10, what: "", notes: "" }]))
  const fromRecords = tool("Add a step for each record", () => {
    const more = pack.ids().flatMap(id => (pack.records.has(id) ? [{ minutes: 10, what: line(pack.records.get(id).t), notes: "" }] : []))
    if (more.length) added(more)
    else told.textContent = "There is no record in the pack yet."
  })
  const runs = element("select", { id: "plan-run" })
  const take = tool("Take its steps", () => {
    const { run } = pack.records.get(runs.value)
    length = run.reduce((all, [time]) => all + time, 0)
    long.value = String(length)
    steps = []
    added(run.map(([time, what, how]) => ({ minutes: time, what: line(what), notes: notes(how) })))
  })
  const print = tool("Print the plan", () => {
    let at = 0
    const cell = words => element("td", { textContent: words })
    const head = ["Clock", "Minutes", "What we do", "Notes"].map(words => element("th", { scope: "col", textContent: words }))
    const rows = steps.map(step => element("tr", {}, cell(`${clock(at)} to ${clock((at += step.minutes))}`), cell(String(step.minutes)), cell(step.what), cell(step.notes)))
    const table = element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows))
    printed.replaceChildren(element("h2", { textContent: `${pack.title() || "Session plan"}: ${at} minutes` }), table)
    page.classList.add("prints-plan")
    window.print()
    page.classList.remove("prints-plan")
  })
  const file = element("input", { type: "file", accept: ".json,application/json" })
  file.addEventListener("change", async () => {
    const [given] = file.files
    if (!given) return
    try {
      const plan = JSON.parse(await given.text())
      read(plan)
      file.value = "" // the same file may be chosen again
      pack.take(Array.isArray(plan.ids) ? plan.ids.map(String) : [], line(plan.title))
      long.value = String(length)
      draw()
      told.textContent = `“${pack.title() || "Session plan"}” is open. ${told.textContent}`
    } catch {
      told.textContent = "This is no session plan: choose a file that was saved here."
    }
  })
  const empty = tool("Empty the plan", () => {
    steps = []
    draw()
    add.focus()
  })

  window.sitePack.plan = {
    element: element(
      "section",
      { className: "plan" },
      element(
        "div",
        { className: "pack-control" },
        element("h2", { textContent: "Your session plan" }),
        element("p", { textContent: "Put your steps in order; the minutes are added up. The plan stays on this device; save it in a file to keep it or to send it, with the records of the pack." }),
        element("p", { className: "pack-form" }, element("label", { htmlFor: "plan-run", textContent: "Begin with a session of this site" }), runs, take),
        element("p", { className: "pack-form" }, labelled("Length in minutes", long)),
        told,
        list,
        element("div", { className: "pack-tools" }, add, fromRecords, tool("Save the plan", () => pack.save("session-plan.json", "application/json", `${JSON.stringify(written(), null, 1)}\n`)), tool("Make it a Word file", () => pack.asWord(told)), print, empty),
        element("p", { className: "pack-form" }, labelled("Open a plan that was saved here", file)),
      ),
      printed,
    ),
    steps: () => steps.filter(step => step.what || step.minutes).map((step, number) => ({ ...step, what: step.what || `Step ${number + 1}` })),
    open(given) {
      pack = given
      try {
        read(JSON.parse(localStorage.getItem(KEY)))
      } catch {
        // none yet, or blocked
      }
      long.value = String(length)
      const sessions = [...pack.records.values()].filter(record => record.run)
      runs.append(...sessions.map(record => element("option", { value: record.i, textContent: record.t })))
      draw()
    },
  }
})()

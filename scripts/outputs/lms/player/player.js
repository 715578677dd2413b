// A quiz or a briefing in a learning system: screens, then questions, then the result, reported by SCORM 1.2.
// Without a learning system everything works and nothing is reported.
(() => {
  "use strict"

  const content = window.packageContent
  const main = document.getElementById("main")
  const begun = Date.now()
  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties)
    made.append(...children)
    return made
  }

  // The learning system's interface: in this window, in one around it, or in the one that opened it.
  const climb = from => {
    try {
      for (let at = from, steps = 0; at && steps < 20; at = at.parent, steps += 1) {
        if (at.API) return at.API
        if (at.parent === at) return null
      }
    } catch {
      // a window of somebody else
    }
    return null
  }
  const api = climb(window) ?? climb(window.opener)
  const call = (name, ...values) => (api ? String(api[name](...values)) : "")
  const set = (key, value) => call("LMSSetValue", key, String(value))
  const get = key => call("LMSGetValue", key)
  const two = number => String(number).padStart(2, "0")
  const span = milliseconds => {
    const seconds = Math.floor(milliseconds / 1000)
    return `${String(Math.floor(seconds / 3600)).padStart(4, "0")}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  }

  // State: which questions were drawn, what was chosen for each, which step is open.
  const byId = new Map(content.questions.map(question => [question.i, question]))
  const draw = () => {
    const ids = [...byId.keys()]
    for (let last = ids.length - 1; last > 0; last -= 1) {
      const other = Math.floor(Math.random() * (last + 1))
      ;[ids[last], ids[other]] = [ids[other], ids[last]]
    }
    const drawn = new Set(ids.slice(0, content.draw))
    return content.questions.map(question => question.i).filter(id => drawn.has(id))
  }
  const fresh = () => ({ drawn: draw(), chosen: {}, step: 0 })
  const resumed = () => {
    try {
      const kept = JSON.parse(get("cmi.suspend_data"))
      return kept.drawn.every(id => byId.has(id)) ? kept : null
    } catch {
      return null
    }
  }
  call("LMSInitialize", "")
  const before = get("cmi.core.lesson_status")
  const done = new Set(["passed", "completed"])
  let state = resumed() ?? fresh()
  if (!done.has(before)) set("cmi.core.lesson_status", "incomplete")
  let finished = false
  let reported = 0

  const keep = () => {
    set("cmi.core.lesson_location", state.step)
    set("cmi.suspend_data", JSON.stringify(state))
    call("LMSCommit", "")
  }
  const leave = () => {
    if (finished) return
    finished = true
    set("cmi.core.session_time", span(Date.now() - begun))
    set("cmi.core.exit", state.over ? "" : "suspend")
    call("LMSCommit", "")
    call("LMSFinish", "")
  }
  addEventListener("pagehide", leave)
  addEventListener("beforeunload", leave)

  // Words as elements; ** marks what is strong.
  const strong = text => text.split("**").map((piece, number) => (number % 2 ? element("strong", { textContent: piece }) : piece))
  const table = (rows, headed) =>
    element("table", {}, ...rows.map((row, y) => element("tr", {}, ...row.map((cell, x) => element((headed && !y) || (!headed && !x) ? "th" : "td", {}, ...strong(cell))))))
  const block = ([sign, body, more]) => {
    if (sign === "u") return element("ul", {}, ...body.map(item => element("li", {}, ...strong(item))))
    if (sign === "n") return element("div", { className: "note" }, element("p", {}, element("strong", { textContent: more })), ...body.map(item => element("p", {}, ...strong(item))))
    if (sign === "t") return table(body, more)
    return element(sign === "h" ? "h3" : "p", {}, ...strong(body))
  }
  const button = (words, action, second = false) => {
    const made = element("button", { type: "button", textContent: words, className: second ? "second" : "" })
    made.addEventListener("click", action)
    return made
  }

  const right = question => question.o.flatMap(([, good], number) => (good ? [number] : []))
  const isRight = id => String(state.chosen[id]) === String(right(byId.get(id)))
  const score = () => {
    const good = state.drawn.filter(isRight).length
    return { good, all: state.drawn.length, percent: state.drawn.length ? Math.round((100 * good) / state.drawn.length) : 100 }
  }
  const said = (question, numbers) =>
    question.tf ? (question.o[numbers[0]][0].toLowerCase().startsWith("true") ? "t" : "f") : numbers.map(number => "abcdefghijklmnopqrstuvwxyz"[number]).join(",")
  const report = question => {
    const at = `cmi.interactions.${Number(get("cmi.interactions._count")) || reported}`
    const now = new Date()
    reported += 1
    set(`${at}.id`, question.i)
    set(`${at}.type`, question.tf ? "true-false" : "choice")
    set(`${at}.time`, [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(":"))
    set(`${at}.correct_responses.0.pattern`, said(question, right(question)))
    set(`${at}.weighting`, 1)
    set(`${at}.student_response`, said(question, state.chosen[question.i]))
    set(`${at}.result`, isRight(question.i) ? "correct" : "wrong")
  }
  const reportScore = () => {
    set("cmi.core.score.min", 0)
    set("cmi.core.score.max", 100)
    set("cmi.core.score.raw", score().percent)
  }

  const last = () => content.screens.length + state.drawn.length
  const go = step => {
    state.step = step
    keep()
    show()
  }
  const show = () => {
    const { screens } = content
    const at = Math.min(Math.max(state.step, 0), last())
    const parts =
      at < screens.length ? showScreen(screens[at]) : at < last() ? showQuestion(byId.get(state.drawn[at - screens.length]), at - screens.length) : showResult()
    main.replaceChildren(...parts)
    document.getElementById("progress").textContent = at < last() ? `Step ${at + 1} of ${last() + 1}` : "Result"
    const head = main.querySelector("h2")
    head.tabIndex = -1
    head.focus()
    scrollTo(0, 0)
  }
  const back = () => (state.step > 0 ? [button("Back", () => go(state.step - 1), true)] : [])
  const showScreen = screen => [element("h2", { textContent: screen.t }), ...screen.b.map(block), ...back(), button("Next", () => go(state.step + 1))]

  const showQuestion = (question, number) => {
    const head = element("h2", { textContent: `Question ${number + 1} of ${state.drawn.length}` })
    const field = element("fieldset", {}, element("legend", {}, ...strong(question.q)))
    if (question.m) field.append(element("p", { textContent: "Choose all that are right." }))
    const inputs = question.o.map(([text], place) => {
      const input = element("input", { type: question.m ? "checkbox" : "radio", name: "choice", value: String(place) })
      field.append(element("label", {}, input, ...strong(text)))
      return input
    })
    const status = element("p", { className: "verdict" })
    status.setAttribute("role", "status")
    const after = element("div")
    const tell = () => {
      const chosen = state.chosen[question.i]
      for (const [place, input] of inputs.entries()) {
        const [, good, told] = question.o[place]
        const ticked = chosen.includes(place)
        input.checked = ticked
        input.disabled = true
        if (good || ticked) input.parentNode.classList.add(good ? "is-right" : "is-wrong")
        const verdict = good ? (ticked ? " (right, your choice)" : " (right)") : ticked ? " (wrong, your choice)" : ""
        if (verdict) input.parentNode.append(element("span", { className: "verdict", textContent: verdict }))
        if (told) input.parentNode.after(element("p", { className: "said" }, ...strong(told)))
      }
      status.textContent = isRight(question.i) ? "Right." : "Not right."
      after.replaceChildren(...question.x.map(block), element("p", { textContent: `Source: ${question.w}` }))
      next.hidden = false
      check.hidden = true
    }
    const check = button("Check", () => {
      const chosen = inputs.flatMap((input, place) => (input.checked ? [place] : []))
      if (!chosen.length) {
        status.textContent = "Choose an answer first."
        return
      }
      state.chosen[question.i] = chosen
      report(question)
      reportScore()
      keep()
      tell()
    })
    const next = button(state.step + 1 < last() ? "Next" : "See the result", () => go(state.step + 1))
    next.hidden = true
    if (state.chosen[question.i]) tell()
    return [head, ...question.s.map(block), field, status, after, ...back(), check, next]
  }

  const showResult = () => {
    const { good, all, percent } = score()
    const passed = percent >= content.pass
    reportScore()
    state.over = true
    const status = content.pass ? (passed ? "passed" : "failed") : "completed"
    if (!done.has(before) || status !== "failed") set("cmi.core.lesson_status", status)
    keep()
    const words = all ? `${good} of ${all} right: ${percent} percent.` : "You have read all of it."
    const judged = content.pass ? (passed ? ` That passes; the mark is ${content.pass} percent.` : ` The mark to pass is ${content.pass} percent.`) : ""
    const again = button(content.pass ? "Try other questions" : "Read it again", () => {
      state = fresh()
      go(0)
    }, true)
    const told = api ? "Your result has gone to the learning system; you can close this window." : "No learning system was found: nothing is stored or sent."
    return [element("h2", { textContent: "Result" }), element("p", { className: "verdict", textContent: words + judged }), element("p", { textContent: told }), ...back(), again]
  }

  document.getElementById("about").textContent = content.about
  show()
})()

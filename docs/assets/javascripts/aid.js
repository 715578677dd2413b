// Decision aids, one question at a time: the nested list on the page holds the whole tree, and stays for paper and for
// browsers without scripts; what its powers ask stands after it. Each state has an address: #aid-1-yn is the first aid of the page after "yes" and "no".
(() => {
  "use strict"

  const make = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties)
    made.append(...children)
    return made
  }

  /** A copy of some nodes without the definitions that stand beside terms. */
  function bare(nodes) {
    const words = make("span", {}, ...nodes.map(node => node.cloneNode(true)))
    for (const definition of words.querySelectorAll(".definition")) definition.remove()
    for (const term of words.querySelectorAll(".term")) term.replaceWith(term.textContent)
    return words
  }

  // A step of the list: its words, its links, and the two steps that follow a question.
  function step(item) {
    const own = [...item.childNodes].filter(node => node.nodeName !== "UL")
    const [yes, no] = [...item.querySelectorAll(":scope > ul > li")]
    const words = bare(own)
    const first = words.firstChild
    if (first && first.nodeType === Node.TEXT_NODE) first.textContent = first.textContent.replace(/^\s*(Yes|No): /, "")
    return { words, text: words.textContent.replace(/\s+/g, " ").trim(), yes, no }
  }

  function aid(picture, number) {
    const title = picture.nextElementSibling
    const list = title && title.nextElementSibling
    const root = list && list.matches("ul") && list.querySelector(":scope > li")
    if (!root) return
    const start = `#aid-${number}-`
    const name = bare([...title.childNodes]).textContent.trim()
    const box = make("div", { className: "aid no-terms" })
    box.setAttribute("role", "group")
    box.setAttribute("aria-label", name)
    const powers = list.nextElementSibling && list.nextElementSibling.matches(".aid-powers") ? list.nextElementSibling : null
    const whole = [picture, title, list, ...(powers ? [powers] : [])]
    let ways = ""

    /** The steps passed on the way, and the one it leads to; null where the way leads nowhere. */
    function along(letters) {
      const passed = []
      let at = step(root)
      for (const letter of letters) {
        const next = letter === "y" ? at.yes : at.no
        if (!next) return null
        passed.push([at.text, letter === "y" ? "Yes" : "No"])
        at = step(next)
      }
      return { passed, at }
    }

    /** What the page that an answer leads to says at a glance: its test, its limit, what must and must not follow. */
    function asked(at) {
      const page = link => link.href.split("#")[0]
      const link = at.words.querySelector("a")
      const heads = link && powers ? [...powers.querySelectorAll("p > a")] : []
      const head = heads.find(other => page(other) === page(link))
      return head ? head.closest("div") : null
    }

    const button = (words, act, className = "") => {
      const made = make("button", { type: "button", className, textContent: words })
      made.addEventListener("click", act)
      return made
    }

    function go(letters) {
      history.pushState(null, "", `${start}${letters}`)
      show(letters, true)
    }

    function copied({ passed, at }, power) {
      const edition = document.querySelector(".page-mark")
      return [
        `Decision aid: ${name}`,
        ...passed.map(([question, answer]) => `${question} ${answer}`),
        `Result: ${at.text}`,
        ...(power ? [power.querySelector("a").textContent] : []),
        ...[...(power ? power.querySelectorAll("dt") : [])].map(row => `${row.textContent}: ${row.nextElementSibling.textContent}`),
        `Looked at: ${new Date().toLocaleString("en-GB")}`,
        edition ? edition.textContent.split(". Page:")[0].trim() : "",
        location.href,
      ].filter(Boolean).join("\n")
    }

    function show(letters, focus) {
      const found = along(letters)
      if (!found) return
      ways = letters
      const { passed, at } = found
      const power = at.yes ? null : asked(at)
      const heading = make("p", { className: at.yes ? "aid__question" : "aid__answer", tabIndex: -1 })
      heading.append(...at.words.childNodes)
      const parts = [make("p", { className: "aid__title", textContent: name })]
      if (passed.length) {
        const path = make("ol", { className: "aid__path" })
        for (const [question, answer] of passed) path.append(make("li", {}, `${question} `, make("strong", { textContent: answer })))
        parts.push(path)
      }
      parts.push(heading)
      if (power) parts.push(power.cloneNode(true))
      if (at.yes) {
        parts.push(make("p", { className: "aid__ways" },
          button("Yes", () => go(`${ways}y`), "md-button md-button--primary"),
          button("No", () => go(`${ways}n`), "md-button md-button--primary")))
      }
      const more = make("p", { className: "aid__more" })
      if (passed.length) {
        more.append(button("Back", () => go(ways.slice(0, -1))), button("Start again", () => go("")))
      }
      if (!at.yes) {
        const copy = button("Copy for the log", async () => {
          const words = copied(found, power)
          try {
            await navigator.clipboard.writeText(words)
            copy.textContent = "Copied"
          } catch {
            const field = make("textarea", { value: words, readOnly: true, rows: 8 })
            field.setAttribute("aria-label", "Text for the log")
            more.after(field)
            field.select()
          }
        })
        more.append(copy)
      }
      more.append(button(folded() ? "Show the whole tree" : "Hide the whole tree", () => {
        fold(!folded())
        show(ways, false)
      }))
      parts.push(more)
      box.replaceChildren(...parts)
      if (focus) heading.focus()
    }

    const folded = () => list.classList.contains("aid-folded")
    const fold = on => { for (const part of whole) part.classList.toggle("aid-folded", on) }

    /** The state that the address names, where it is one of this aid. */
    function arrive(focus) {
      const letters = location.hash.startsWith(start) ? location.hash.slice(start.length) : null
      if (letters !== null && /^[yn]*$/.test(letters) && along(letters)) {
        show(letters, focus)
        box.scrollIntoView({ block: "nearest" })
      } else if (focus === false) show("", false)
    }

    fold(true)
    picture.before(box)
    arrive(false)
    addEventListener("popstate", () => arrive(true))
    addEventListener("hashchange", () => arrive(true))
  }

  document.querySelectorAll("figure.flow").forEach((picture, i) => aid(picture, i + 1))
})()

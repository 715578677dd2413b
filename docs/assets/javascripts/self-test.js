// Questions to try oneself: options become choices, the answer opens after choosing. Without this script the list of
// options and the disclosure under it stand as they are. Nothing is stored.
(() => {
  "use strict"

  const boxes = [...document.querySelectorAll(".question-options")]
  const score = { asked: 0, right: 0 }

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties)
    made.append(...children)
    return made
  }

  const headingBefore = node => {
    for (let at = node.previousElementSibling; at; at = at.previousElementSibling) {
      if (/^H[2-4]$/.test(at.tagName)) return at
    }
    return null
  }

  const words = heading => {
    const copy = heading.cloneNode(true)
    for (const link of copy.querySelectorAll(".headerlink")) link.remove()
    return copy.textContent.trim()
  }

  const enhance = (box, number, told) => {
    const list = box.querySelector("ol")
    const heading = headingBefore(box)
    const answer = box.nextElementSibling
    if (!list || !heading || !answer || answer.tagName !== "DETAILS") return
    const right = new Set(box.dataset.right.split(" ").map(Number))
    const several = box.dataset.type === "several"
    const items = [...list.children]
    for (const [index, item] of items.entries()) {
      const input = element("input", { type: several ? "checkbox" : "radio", name: `question-${number}`, value: String(index + 1) })
      item.append(element("label", {}, input, " ", ...item.childNodes))
    }
    const legend = element("legend", { className: "only-heard", textContent: words(heading) })
    const button = element("button", { type: "button", className: "check-answer", textContent: "Check" })
    const status = element("p", { className: "answer-status" })
    status.setAttribute("role", "status")
    const field = element("fieldset", {}, legend)
    box.replaceChildren(field, status)
    if (several) field.append(element("p", { textContent: "Choose all that are right." }))
    field.append(list, button)
    answer.hidden = true
    let first = true
    button.addEventListener("click", () => {
      const chosen = items.filter(item => item.querySelector("input").checked)
      if (!chosen.length) {
        status.textContent = "Choose an answer first."
        return
      }
      let good = chosen.length === right.size
      for (const [index, item] of items.entries()) {
        const isRight = right.has(index + 1)
        const isChosen = chosen.includes(item)
        if (isChosen && !isRight) good = false
        item.classList.toggle("is-right", isRight)
        item.classList.toggle("is-wrong", isChosen && !isRight)
        item.querySelector(".verdict")?.remove()
        const verdict = isRight ? (isChosen ? "right, your choice" : "right") : isChosen ? "wrong, your choice" : ""
        if (verdict) item.append(element("span", { className: "verdict", textContent: ` (${verdict})` }))
      }
      status.textContent = good ? "Right. The explanation is below." : "Not right. The answer and the explanation are below."
      answer.hidden = false
      answer.open = true
      if (first) {
        first = false
        score.asked += 1
        score.right += good ? 1 : 0
        told()
      }
    })
  }

  const chooser = document.querySelector("[data-self-test]")
  const shown = element("p", { className: "self-test-score" })
  const told = () => {
    shown.textContent = score.asked ? `${score.right} of ${score.asked} right at the first try.` : ""
  }
  for (const [number, box] of boxes.entries()) enhance(box, number, told)
  if (!chooser) return

  // The page by theme: a list narrows it to one section.
  const heads = [...document.querySelectorAll("h2.self-test-theme")]
  const sections = heads.map(head => {
    const nodes = [head]
    for (let at = head.nextElementSibling; at && at.tagName !== "H2" && !at.classList.contains("sources"); at = at.nextElementSibling) nodes.push(at)
    return nodes
  })
  const select = element("select", { id: "self-test-theme" })
  select.append(element("option", { value: "", textContent: "All themes" }))
  for (const [index, head] of heads.entries()) select.append(element("option", { value: String(index), textContent: words(head) }))
  const hiddenByCheck = new WeakSet()
  const narrow = () => {
    for (const [index, nodes] of sections.entries()) {
      const show = select.value === "" || select.value === String(index)
      for (const node of nodes) {
        if (!show && !node.hidden) hiddenByCheck.add(node)
        if (!show) node.hidden = true
        else if (hiddenByCheck.has(node)) {
          node.hidden = false
          hiddenByCheck.delete(node)
        }
      }
    }
  }
  select.addEventListener("change", narrow)
  shown.setAttribute("role", "status")
  chooser.append(element("label", { htmlFor: "self-test-theme", textContent: "Theme " }), select, shown)
  const named = heads.findIndex(head => `#${head.id}` === location.hash)
  if (named >= 0) {
    select.value = String(named)
    narrow()
  }
})()

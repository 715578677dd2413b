// A pack's questions for learning systems: Moodle XML, and a SCORM 1.2 package with the player that the command puts into its own.
(() => {
  "use strict"

  const { data, write } = window.sitePack
  const escaped = text => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
  const filled = (text, values) => Object.entries(values).reduce((made, [mark, words]) => made.replaceAll(mark, () => escaped(words)), text)
  const need = (questions, words) => {
    if (!questions.length) throw new Error(words)
    return questions
  }

  write["questions-moodle.xml"] = pack => {
    const questions = need(pack.asked, "the bank has no question on these records")
    const themes = [...new Set(questions.map(asked => asked.theme))]
    const lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    for (const report of [undefined, 1]) {
      for (const theme of themes) {
        const found = questions.filter(asked => asked.theme === theme && asked.report === report)
        const path = [pack.title, ...(report ? ["About the report"] : []), ...(themes.length > 1 ? [theme] : [])].map(part => part.replaceAll("/", "//")).join("/")
        if (found.length) lines.push(filled(data.category, { "@PATH@": path, "@ABOUT@": [`${data.edition}.`, ...pack.review].join(" ") }), ...found.map(asked => asked.xml))
      }
    }
    return `${[...lines, "</quiz>"].join("\n")}\n`
  }

  write["quiz-scorm.zip"] = pack => {
    const marked = need(pack.asked.filter(asked => ["multichoice", "truefalse"].includes(asked.shape)), "no question on these records can be marked by choice")
    const law = marked.filter(asked => !asked.report)
    const questions = law.length ? law : marked
    const content = {
      about: [`In harm's way. ${data.edition}.`, ...pack.review, data.legal].join(" "),
      draw: Math.min(data.draw, questions.length),
      pass: data.pass,
      screens: [],
      questions: questions.map(asked => ({
        i: asked.i,
        q: asked.t,
        s: asked.b ?? [],
        o: asked.o.map(([text, right, told = ""]) => [text, right, told]),
        m: asked.several ?? 0,
        tf: Number(asked.shape === "truefalse"),
        x: asked.x ?? [],
        w: asked.p,
      })),
    }
    const zip = new JSZip()
    for (const [name, words] of Object.entries(data.package)) zip.file(name, filled(words, { "@TITLE@": `${pack.title}: quiz`, "@NAME@": pack.name }))
    zip.file("content.js", `window.packageContent = ${JSON.stringify(content)}\n`)
    return zip.generateAsync({ type: "blob", compression: "DEFLATE" })
  }
})()

// A pack's papers with docx: handout, question sheet, answers, and a session plan of the trainer's own.
(() => {
  "use strict"

  const { data, letter, spoken, write } = window.sitePack
  const { AlignmentType, BorderStyle, Document, ExternalHyperlink, Footer, HeadingLevel, LevelFormat, Packer, PageNumber } = docx
  const { Paragraph, ShadingType, Table, TableCell, TableRow, TextRun, WidthType } = docx
  const { styles } = data.look
  const TEXT = 9638 // twentieths of a point: A4 without its margins
  const LINK = /(https?:\/\/[^\s<>"]+[^\s<>".,;)])/

  // Words as runs: ** marks what is strong, an address is a link.
  const runs = text =>
    text.split("**").flatMap((piece, strong) =>
      piece.split(LINK).flatMap((words, link) => {
        if (!words) return []
        const run = new TextRun({ text: words, bold: strong % 2 === 1, ...(link % 2 ? { style: "Hyperlink" } : {}) })
        return link % 2 ? [new ExternalHyperlink({ link: words, children: [run] })] : [run]
      }),
    )
  const para = (text, options = {}) => new Paragraph({ children: runs(text), ...options })
  const facts = text => para(text, { style: "Facts" })
  const header = (level, text) => para(text, { heading: HeadingLevel[`HEADING_${level}`] })
  const bullets = (items, level = 0) => items.map(item => para(item, { numbering: { reference: "bullets", level } }))
  const quote = text => para(text, { style: "Note" })
  const table = (rows, head, shares) => {
    const columns = Math.max(...rows.map(row => row.length))
    const all = head ? rows : [["What", "In short"].concat(Array(columns).fill("")).slice(0, columns), ...rows]
    const widths = (shares ?? (columns > 1 && !head ? [0.28, ...Array(columns - 1).fill(0.72 / (columns - 1))] : Array(columns).fill(1 / columns))).map(share => Math.round(share * TEXT))
    const cell = (words, column, first) =>
      new TableCell({
        width: { size: widths[column], type: WidthType.DXA },
        margins: { top: 60, bottom: 60, left: 100, right: 100 },
        children: [para(first ? `**${words.replaceAll("**", "")}**` : words, { spacing: { after: 0 } })],
        ...(first ? { shading: { type: ShadingType.CLEAR, fill: "EEF2F6" } } : {}),
      })
    const made = all.map((row, number) => {
      const cells = Array.from({ length: columns }, (_, column) => cell(row[column] ?? "", column, number === 0))
      return new TableRow({ tableHeader: number === 0, cantSplit: true, children: cells })
    })
    return [new Table({ rows: made, columnWidths: widths, width: { size: TEXT, type: WidthType.DXA } }), new Paragraph({ spacing: { after: 0 } })]
  }
  // Blocks of records.js; a second-level heading becomes one of this level.
  const fromBlocks = (blocks, level) =>
    (blocks ?? []).flatMap(([sign, body, more]) => {
      if (sign === "h") return [header(level + Math.max(more - 2, 0), body)]
      if (sign === "u") return bullets(body)
      if (sign === "t") return table(body, more)
      if (sign === "n") return [...(more ? [quote(`**${more}**`)] : []), ...body.map(quote)]
      return [sign === "r" ? facts(body) : para(body)]
    })

  const records = pack =>
    pack.each(
      record => {
        const status = record.due ? `Checked ${spoken(record.checked)}, review due ${spoken(record.due)}` : ""
        return [header(1, record.t), facts(`${[`${record.k} ${record.i}`, record.p, status].filter(Boolean).join(". ")}.`), ...fromBlocks(record.b, 2)]
      },
      chart => {
        const head = ["Which", ...(chart.names.length > 1 ? chart.names : ["Figure"])]
        const rows = chart.l.map((label, column) => [label, ...chart.a.map(row => row[column])])
        return [header(1, chart.t), facts(`Statistics ${chart.chosen.join(", ")}. ${chart.p}.`), para(chart.s), ...table([head, ...rows], true)]
      },
    )
  const works = pack => (pack.works.length ? [header(1, "Works cited"), ...bullets(pack.works)] : [])
  const care = pack => (pack.notes.length ? [quote("**Content note**"), ...pack.notes.map(quote)] : [])
  const question = (asked, answered, place) => {
    const stem = para(`**${asked.t}**`, { numbering: { reference: "numbers", level: 0 }, keepNext: true })
    if (!answered) {
      const options = (asked.o ?? []).map(([text]) => para(text, { numbering: { reference: "letters", level: 0, instance: place } }))
      const several = asked.several && options.length ? [para("Choose all that are right.")] : []
      return [stem, ...fromBlocks(asked.b, 2), ...several, ...options, facts(asked.i)]
    }
    const right = (asked.o ?? []).flatMap(([text, good], number) => (good ? [`${letter(number)}. ${text.replaceAll("**", "")}`] : [])).join("; ")
    const answer = asked.d?.length ? [para("Points to draw out:"), ...bullets(asked.d)] : [para(`Answer: ${right || asked.s}`)]
    return [stem, ...answer, ...fromBlocks(asked.x, 2), facts(`${asked.i}, ${asked.p}${asked.checked ? `; law checked ${asked.checked}` : ""}`)]
  }
  const questions = (pack, answered) => {
    if (!pack.asked.length) throw new Error("the bank has no question on these records")
    return pack.asked.flatMap((asked, place) => question(asked, answered, place))
  }

  const level = (format, text, left) => [{ level: 0, format, text, alignment: AlignmentType.LEFT, style: { paragraph: { indent: { left, hanging: 360 } } } }]
  const style = name => ({ run: { font: data.look.font, bold: true, italics: false, color: styles[name][0], size: styles[name][1] }, paragraph: { keepNext: true, spacing: { before: 240, after: 80 } } })
  const grey = { color: "4A525C", size: 18 }
  const paper = (pack, title, nodes) => {
    const subtitle = `In harm's way. ${data.edition}`
    const state = [...pack.review, `${data.legal} ${data.licence}`].map(facts)
    const page = { size: { width: 11906, height: 16838 }, margin: { top: 1134, bottom: 1134, left: 1134, right: 1134 } }
    const foot = new Paragraph({ style: "Facts", children: [new TextRun(`${subtitle}. Page `), new TextRun({ children: [PageNumber.CURRENT] })] })
    return Packer.toBlob(
      new Document({
        title,
        creator: "The In harm's way project",
        subject: data.edition,
        styles: {
          default: {
            document: { run: { font: data.look.font, size: 21, language: { value: "en-GB" } }, paragraph: { spacing: { after: 120 } } },
            title: style("Title"), heading1: style("Heading1"), heading2: style("Heading2"), heading3: style("Heading3"),
          },
          paragraphStyles: [
            { id: "Subtitle", name: "Subtitle", basedOn: "Normal", ...style("Subtitle") },
            { id: "Author", name: "Author", basedOn: "Normal", run: grey },
            { id: "Facts", name: "Facts", basedOn: "Normal", run: grey, paragraph: { keepNext: true, spacing: { before: 40, after: 80 } } },
            { id: "Note", name: "Note", basedOn: "Normal", paragraph: { indent: { left: 240 }, border: { left: { style: BorderStyle.SINGLE, size: 18, color: "7A4A00", space: 8 } } } },
          ],
        },
        numbering: {
          config: [
            { reference: "bullets", levels: level(LevelFormat.BULLET, "•", 480) },
            { reference: "numbers", levels: level(LevelFormat.DECIMAL, "%1.", 360) },
            { reference: "letters", levels: level(LevelFormat.UPPER_LETTER, "%1.", 840) },
          ],
        },
        sections: [
          {
            properties: { page },
            footers: { default: new Footer({ children: [foot] }) },
            children: [
              para(title, { heading: HeadingLevel.TITLE }),
              para(subtitle, { style: "Subtitle" }),
              para("The In harm's way project", { style: "Author" }),
              ...state,
              ...nodes,
            ],
          },
        ],
      }),
    )
  }

  const opening = ({ session }) => {
    if (!session) return []
    const talks = session.talks.flatMap(([title, blocks]) => [header(2, title), ...fromBlocks(blocks, 3)])
    return [...(session.aim.length ? [header(1, "Aim"), ...fromBlocks(session.aim, 2)] : []), ...(talks.length ? [header(1, "To discuss"), ...talks] : [])]
  }
  write["handout.docx"] = pack => paper(pack, pack.title, [...care(pack), ...opening(pack), ...records(pack), ...works(pack)])
  write["questions.docx"] = pack => paper(pack, `Questions: ${pack.title}`, questions(pack, false))
  write["answers.docx"] = pack => paper(pack, `Answers: ${pack.title}`, [...questions(pack, true), ...works(pack)])
  write["session-plan.docx"] = pack => {
    if (!pack.steps.length) throw new Error("the plan has no step yet")
    let minute = 0
    const rows = pack.steps.map(({ minutes, what, notes }) => [`${minute} to ${(minute += minutes)}`, String(minutes), what, notes])
    const run = table([["Minute", "For", "What", "Notes"], ...rows, ["", String(minute), "Minutes in all", ""]], true, [0.13, 0.09, 0.28, 0.5])
    const listed = bullets([...pack.told, ...pack.asked].map(record => `**${record.t}** (${record.i}; ${record.p})`))
    return paper(pack, `Session plan: ${pack.title}`, [...care(pack), header(1, "Run of the session"), ...run, ...(listed.length ? [header(1, "Records in this pack"), ...listed] : [])])
  }
})()

// A pack's slides with PptxGenJS, on a master that looks as the command's does.
(() => {
  "use strict"

  const { data, deck, plain, write } = window.sitePack
  const { look } = data
  const [navy, ink, panel, line, green] = [look.navy, "1B1F24", "EEF2F6", "9AA5B1", "0F6B4F"]
  const LIGHT = "B8D4EA" // the series on which dark labels can be read
  const at = name => {
    const [x, y, w, h] = look.places[name]
    return { x, y, w, h, margin: 0, fontFace: look.font }
  }
  const masters = {
    cover: { background: { color: navy }, title: "ctrTitle", body: "subTitle", band: ["line", look.line], colour: "FFFFFF", size: [40, 22], bodyColour: "FFFFFF", valign: "bottom" },
    body: { title: "title", body: "body", band: ["band", navy], colour: navy, size: [36, 24], bodyColour: ink, valign: "bottom" },
    drawn: { title: "title", band: ["band", navy], colour: navy, size: [36], valign: "bottom" },
  }
  const define = (made, name, master) => {
    const held = (kind, place, more) => ({ placeholder: { options: { name: kind, type: kind, ...at(place), ...more }, text: "" } })
    made.defineSlideMaster({
      title: name,
      background: master.background ?? { color: "FFFFFF" },
      objects: [
        { rect: { ...at(master.band[0]), fill: { color: master.band[1] } } },
        held("title", master.title, { bold: true, fontSize: master.size[0], color: master.colour, align: "left", valign: master.valign }),
        ...(master.body ? [held("body", master.body, { fontSize: master.size[1], color: master.bodyColour, align: "left", valign: "top" })] : []),
      ],
      slideNumber: { ...at("sldNum"), fontSize: 12, color: master.bodyColour ?? ink, align: "right", valign: "middle" },
    })
  }

  // Lines as runs; ** marks what is strong, and every line but the last ends with its paragraph.
  const lines = ({ l, z, p, cover }) =>
    l.flatMap(text => {
      const pieces = text.split("**").map((words, number) => [words, number % 2 === 1]).filter(([words]) => words)
      const bullet = cover || p || l.length === 1 ? false : { indent: 20 }
      return pieces.map(([words, bold], number) => ({
        text: words,
        options: { bold, paraSpaceBefore: 9, ...(number ? {} : { bullet }), ...(z ? { fontSize: z } : {}), breakLine: number === pieces.length - 1 },
      }))
    })
  const table = (slide, told) => {
    const columns = Math.max(...told.r.map(row => row.length))
    const [x, y, w] = look.places.body
    const cell = (words, first) => ({
      text: plain(words),
      options: { bold: first, color: first ? "FFFFFF" : ink, fill: { color: first ? navy : panel }, align: !told.named && !first && /^[\d,.]+%?$/.test(words) ? "right" : "left" },
    })
    const share = told.named ? 0.25 : 0.13
    const colW = columns === 2 ? [w * share, w * (1 - share)] : Array(columns).fill(w / columns)
    const rows = told.r.map((row, number) => Array.from({ length: columns }, (_, column) => cell(row[column] ?? "", told.named ? column === 0 : number === 0)))
    slide.addTable(rows, { x, y, w, colW, fontFace: look.font, fontSize: told.z, border: { type: "solid", color: line, pt: 0.5 }, objectName: told.named ? "Table of facts" : "Table" })
  }
  const chart = (made, slide, told) => {
    const { type, percent, l, names, v, s, t } = told.chart
    const whole = v.flat().every(value => value === null || Number.isInteger(value))
    const format = percent ? (whole ? '0"%"' : '0.#"%"') : whole ? "#,##0" : "#,##0.##"
    const [x, y, w, h] = look.places.body
    const shared = {
      x, y, w, h,
      altText: `${t}. ${s}`,
      chartColors: look.series.slice(0, names.length),
      showLegend: names.length > 1, legendPos: "b", legendFontSize: 18, legendFontFace: look.font,
      showValue: true, dataLabelColor: ink, dataLabelFormatCode: format, dataLabelFontSize: 18, dataLabelFontFace: look.font,
      catAxisLabelFontSize: 18, catAxisLabelFontFace: look.font, valAxisHidden: true, valAxisMinVal: 0,
      valGridLine: { style: "none" }, catGridLine: { style: "none" },
    }
    const series = names.map((name, row) => ({ name, labels: l, values: v[row] }))
    if (type === "line") slide.addChart(made.charts.LINE, series, { ...shared, dataLabelPosition: "t", lineDataSymbolSize: 8 })
    else {
      const grouping = type === "stacked" ? { barGrouping: "percentStacked", dataLabelPosition: "ctr" } : { barGrouping: "clustered", dataLabelPosition: "outEnd" }
      slide.addChart(made.charts.BAR, series, { ...shared, ...grouping, barDir: "bar", barGapWidthPct: 45, catAxisOrientation: "maxMin" })
    }
  }
  // Figures on cards, dates along a line, and the steps of a decision aid, each a shape with its words.
  const GAP = 0.2
  const [left, top, full, high] = look.places.body
  const say = (slide, words, [x, y, w, h], options) => slide.addText(words, { x, y, w, h, fontFace: look.font, valign: "middle", align: "left", margin: 7, ...options })
  const box = (fill, more) => ({ shape: "rect", fill: { color: fill }, ...more })
  const cards = (slide, { cards: told }) => {
    const columns = told.length > 3 ? 2 : 1
    const rows = Math.ceil(told.length / columns)
    const [w, h] = [(full - GAP * (columns - 1)) / columns, (high - GAP * (rows - 1)) / rows]
    for (const [place, [number, words]] of told.entries()) {
      const size = columns === 2 && words.length > 110 ? 20 : columns === 2 || told.length > 2 ? 22 : 26
      const runs = [...(number ? [{ text: number, options: { fontSize: 36, bold: true, color: navy, breakLine: true } }] : []), { text: words, options: { fontSize: size, color: ink } }]
      say(slide, runs, [left + (place % columns) * (w + GAP), top + Math.floor(place / columns) * (h + GAP), w, h], box(panel, { objectName: `Figure ${place + 1}` }))
    }
  }
  const timeline = (slide, { events }) => {
    const [step, at] = [high / events.length, left + 2.9]
    slide.addShape("rect", { x: at - 0.03, y: top + step / 2, w: 0.06, h: step * (events.length - 1), fill: { color: navy }, objectName: "Line" })
    for (const [place, [date, words]] of events.entries()) {
      const y = top + place * step
      slide.addShape("ellipse", { x: at - 0.13, y: y + step / 2 - 0.13, w: 0.26, h: 0.26, fill: { color: green }, objectName: `Dot ${place + 1}` })
      say(slide, date, [left, y, 2.6, step], { fontSize: 20, bold: true, color: navy, align: "right", objectName: `Date ${place + 1}` })
      say(slide, words, [at + 0.3, y, full - 3.2, step], { fontSize: 22, color: ink, objectName: `Change ${place + 1}` })
    }
  }
  const flow = (slide, { steps }) => {
    const [step, half] = [high / steps.length, full * 0.45]
    const h = step - 0.26
    for (const [place, [ask, ends, done]] of steps.entries()) {
      const y = top + place * step
      say(slide, ask, [left, y, half, h], box(navy, { fontSize: 18, bold: true, color: "FFFFFF", objectName: `Question ${place + 1}` }))
      if (done) {
        say(slide, `${ends} →`, [left + half, y, full - 2 * half, h], { fontSize: 18, bold: true, color: green, align: "center", objectName: `Answer ${place + 1}` })
        say(slide, done, [left + full - half, y, half, h], box(panel, { fontSize: done.length > 90 ? 16 : 18, color: ink, objectName: `What is done ${place + 1}` }))
      }
      if (place < steps.length - 1) slide.addShape("downArrow", { x: left + half / 2, y: y + h, w: 0.3, h: 0.24, fill: { color: green }, objectName: `On ${place + 1}` })
    }
  }
  const add = (made, told) => {
    const drawn = told.chart || told.r || told.cards || told.events || told.steps
    const slide = made.addSlide({ masterName: told.cover ? "cover" : drawn ? "drawn" : "body" })
    slide.addText([{ text: told.t, options: told.y ? { fontSize: told.y } : {} }], { placeholder: "title", objectName: "Title", ...(told.minutes ? { ...at("title"), w: full - 1.9 } : {}) })
    if (!drawn) slide.addText(lines(told), { placeholder: "body", objectName: "Body" })
    if (told.minutes) say(slide, `${told.minutes} min`, [look.size[0] - 2.35, 1.02, 1.7, 0.5], box(navy, { fontSize: 20, bold: true, color: "FFFFFF", align: "center", objectName: "Minutes" }))
    if (told.chart) chart(made, slide, told)
    else if (told.r) table(slide, told)
    else if (told.cards) cards(slide, told)
    else if (told.events) timeline(slide, told)
    else if (told.steps) flow(slide, told)
    slide.addText(told.f, { ...at("ftr"), fontSize: 12, color: told.cover ? "FFFFFF" : ink, objectName: "Footer" })
    slide.addNotes(told.n)
  }

  // What PptxGenJS leaves unsaid: British English, which row of a table is its head, paragraphs in notes, and labels that can
  // be read on a dark bar. It writes the properties of a paragraph anew before each run, which the schema does not allow.
  const MENDED = {
    "ppt/slides/": xml => xml.replace(/(<\/a:r>)<a:pPr\b.*?<\/a:pPr>/gs, "$1").replace(/(name="Table( of facts)?".*?)<a:tblPr\/>/gs, (_, before, facts) => `${before}<a:tblPr first${facts ? "Col" : "Row"}="1"/>`),
    "ppt/notesSlides/": xml => xml.replace(/\r?\n(?=[^<>]*<\/a:t>)/g, '</a:t></a:r></a:p><a:p><a:r><a:rPr lang="en-GB"/><a:t>'),
    "ppt/charts/": xml => {
      if (!xml.includes('"percentStacked"')) return xml
      return xml.replace(/<c:ser>.*?<\/c:ser>/gs, series => (series.includes(LIGHT) ? series : series.replace(/<c:dLbls>.*?<\/c:dLbls>/s, labels => labels.replaceAll(ink, "FFFFFF"))))
    },
  }
  const settled = async bytes => {
    const zip = await JSZip.loadAsync(bytes)
    for (const file of Object.values(zip.files).filter(one => one.name.endsWith(".xml"))) {
      const mend = Object.entries(MENDED).find(([folder]) => file.name.startsWith(folder))?.[1] ?? (xml => xml)
      zip.file(file.name, mend((await file.async("string")).replaceAll('lang="en-US"', 'lang="en-GB"').replaceAll(' altLang="en-US"', "")))
    }
    return zip.generateAsync({ type: "blob", compression: "DEFLATE" })
  }

  write["slides.pptx"] = async pack => {
    const made = new PptxGenJS()
    const [width, height] = look.size
    made.defineLayout({ name: "wide", width, height })
    made.layout = "wide"
    made.theme = { headFontFace: look.font, bodyFontFace: look.font }
    Object.assign(made, { title: pack.title, author: "The In harm's way project", subject: data.edition, company: "" })
    for (const [name, master] of Object.entries(masters)) define(made, name, master)
    for (const told of deck(pack)) add(made, told)
    return settled(await made.write({ outputType: "arraybuffer" }))
  }
})()

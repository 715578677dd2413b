// A pack's slides with PptxGenJS, on a master that looks as the command's does.
(() => {
  "use strict"

  const { data, deck, plain, write } = window.sitePack
  const { look } = data
  const [navy, ink, panel, line] = [look.navy, "1B1F24", "EEF2F6", "9AA5B1"]
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
      options: { bold: first, color: first ? "FFFFFF" : ink, fill: { color: first ? navy : panel }, align: !first && /^[\d,.]+%?$/.test(words) ? "right" : "left" },
    })
    const colW = columns === 2 ? [w * 0.13, w * 0.87] : Array(columns).fill(w / columns)
    const rows = told.r.map((row, number) => Array.from({ length: columns }, (_, column) => cell(row[column] ?? "", number === 0)))
    slide.addTable(rows, { x, y, w, colW, fontFace: look.font, fontSize: columns > 2 ? 16 : 20, border: { type: "solid", color: line, pt: 0.5 }, objectName: "Table" })
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
  const add = (made, told) => {
    const drawn = told.chart || told.r
    const slide = made.addSlide({ masterName: told.cover ? "cover" : drawn ? "drawn" : "body" })
    slide.addText([{ text: told.t, options: told.y ? { fontSize: told.y } : {} }], { placeholder: "title", objectName: "Title" })
    if (told.chart) chart(made, slide, told)
    else if (told.r) table(slide, told)
    else slide.addText(lines(told), { placeholder: "body", objectName: "Body" })
    slide.addText(told.f, { ...at("ftr"), fontSize: 12, color: told.cover ? "FFFFFF" : ink, objectName: "Footer" })
    slide.addNotes(told.n)
  }

  // What PptxGenJS leaves unsaid: British English, which row of a table is its head, paragraphs in notes, and labels that can
  // be read on a dark bar. It writes the properties of a paragraph anew before each run, which the schema does not allow.
  const MENDED = {
    "ppt/slides/": xml => xml.replace(/(<\/a:r>)<a:pPr\b.*?<\/a:pPr>/gs, "$1").replaceAll("<a:tblPr/>", '<a:tblPr firstRow="1"/>'),
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

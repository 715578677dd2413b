-- Writes many documents in one run of pandoc: each job names a document (pandoc's JSON), a format and the file to write.
local function slurp(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return text
end

for _, job in ipairs(pandoc.json.decode(slurp(arg[1]), false)) do
  local document = pandoc.read(slurp(job.document), "json")
  local options = job.reference and { reference_doc = job.reference } or {}
  local file = assert(io.open(job.target, "wb"))
  file:write(pandoc.write(document, job.format, pandoc.WriterOptions(options)))
  file:close()
end

// Prints, for each case of an index, whether ajv accepts the document under its schema.
// node run_ajv.mjs SUITE SCHEMAS
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";

const [suite, schemas] = process.argv.slice(2);
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const read = (...parts) => JSON.parse(decoder.decode(readFileSync(join(...parts))));
const ajv = new Ajv2020.default({ strict: true, strictTypes: false, allErrors: true });
const validators = new Map();

const parsed = (file) => {
  try {
    return { document: read(suite, file) };
  } catch (error) {
    if (error instanceof SyntaxError || error.code === "ERR_ENCODING_INVALID_ENCODED_DATA") return null;
    throw error;
  }
};

const accepts = ({ file, schema }) => {
  if (!validators.has(schema)) validators.set(schema, ajv.compile(read(schemas, `${schema}.schema.json`)));
  const result = parsed(file);
  return result !== null && validators.get(schema)(result.document);
};

const { cases } = read(suite, "cases.json");
console.log(JSON.stringify(Object.fromEntries(cases.map((entry) => [entry.file, accepts(entry)]))));

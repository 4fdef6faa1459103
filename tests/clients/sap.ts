// The client that the SAP Cloud SDK generated, compared with what the server says to plain requests.
import assert from "node:assert/strict";
import { and, asc } from "@sap-cloud-sdk/odata-v4";
import { batch, warehouse } from "./generated/sap/warehouse";

const destination = { url: process.env.ROOT! };
const { adminUnitsApi, dossiersApi, feedStatesApi, reportedFiguresApi, unitsApi } = warehouse();

async function plain(resource: string): Promise<any> {
  const answer = await fetch(`${destination.url}/odata/v1/${resource}`);
  assert.equal(answer.status, 200, resource);
  return answer.json();
}

async function main() {
  const { CODE, NAME, LEVEL, IS_CURRENT, PROVINCE_CODE, NAME_SORT } = adminUnitsApi.schema;
  const current = and(LEVEL.equals("Commune"), IS_CURRENT.equals(true), PROVINCE_CODE.equals("51"));
  const communes = await adminUnitsApi.requestBuilder().getAll().select(CODE, NAME).filter(current).orderBy(asc(NAME_SORT)).top(5).execute(destination);
  const expected = await plain("AdminUnits?$select=Code,Name&$filter=Level eq 'Commune' and IsCurrent eq true and ProvinceCode eq '51'&$orderby=NameSort&$top=5");
  assert.deepEqual(communes.map((unit) => [unit.code, unit.name]), expected.value.map((unit: any) => [unit.Code, unit.Name]));
  // Quảng Ngãi has 96 communes since 1 July 2025.
  assert.equal(await adminUnitsApi.requestBuilder().getAll().filter(current).count().execute(destination), 96);

  const { DOSSIER_KEY, RECEIVED_DATE, RECEIVING_UNIT, RECEIVING_UNIT_KEY } = dossiersApi.schema;
  const dossiers = await dossiersApi.requestBuilder().getAll()
    .select(DOSSIER_KEY, RECEIVED_DATE, RECEIVING_UNIT_KEY).expand(RECEIVING_UNIT.select(unitsApi.schema.UNIT_KEY, unitsApi.schema.NAME)).top(3).execute(destination);
  assert.equal(dossiers.length, 3);
  for (const dossier of dossiers) {
    assert.ok(dossier.receivedDate.isValid());
    assert.equal(dossier.receivingUnit?.unitKey, dossier.receivingUnitKey);
  }
  const again = await dossiersApi.requestBuilder().getByKey(dossiers[0].dossierKey).execute(destination);
  assert.equal(again.dossierCode, (await plain(`Dossiers(${dossiers[0].dossierKey})`)).DossierCode);
  assert.equal((await feedStatesApi.requestBuilder().getByKey("igate_dossiers").execute(destination)).feed, "igate_dossiers");

  // Published by report 140/BC-UBND: 710 dossiers came through online services in the second quarter of 2018.
  const { DOCUMENT_NUMBER, FIGURE_CODE } = reportedFiguresApi.schema;
  const figure = reportedFiguresApi.requestBuilder().getAll().filter(and(DOCUMENT_NUMBER.equals("140/BC-UBND"), FIGURE_CODE.equals("002-16")));
  assert.equal((await figure.execute(destination))[0].value?.toNumber(), 710);

  const [answer] = await batch(figure).execute(destination);
  assert.ok(answer.isReadResponse());
  assert.equal(answer.as(reportedFiguresApi)[0].value?.toNumber(), 710);
  console.log("SAP Cloud SDK: the generated client queries the server.");
}

main().catch((failure) => {
  console.error(failure);
  process.exit(1);
});

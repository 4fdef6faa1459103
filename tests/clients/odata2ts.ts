// The client that odata2ts generated, compared with what the server says to plain requests.
import assert from "node:assert/strict";
import { AxiosClient } from "@odata2ts/http-client-axios";
import { DtiWarehouseService } from "./generated/odata2ts/DtiWarehouseService";

const root = `${process.env.ROOT}/odata/v1`;
const service = new DtiWarehouseService(new AxiosClient(), root);

async function plain(resource: string): Promise<any> {
  const answer = await fetch(`${root}/${resource}`);
  assert.equal(answer.status, 200, resource);
  return answer.json();
}

async function main() {
  const { data: communes } = await service.AdminUnits().query((builder, unit) =>
    builder.select("Code", "Name").filter(unit.Level.eq("Commune"), unit.IsCurrent.eq(true), unit.ProvinceCode.eq("51")).orderBy(unit.NameSort.asc()).count().top(5));
  const expected = await plain("AdminUnits?$select=Code,Name&$filter=Level eq 'Commune' and IsCurrent eq true and ProvinceCode eq '51'&$orderby=NameSort&$top=5&$count=true");
  assert.deepEqual(communes.value, expected.value);
  // Quảng Ngãi has 96 communes since 1 July 2025.
  assert.equal(Number(communes["@odata.count"]), 96);

  const { data: dossiers } = await service.Dossiers().query((builder, dossier) =>
    builder.filter(dossier.ReceivedDate.ge("2023-01-01"), dossier.Channel.eq("Online")).expanding("ReceivingUnit", (unit) => unit.select("UnitKey", "Name")).top(3));
  assert.equal(dossiers.value.length, 3);
  for (const dossier of dossiers.value) {
    assert.ok(dossier.ReceivedDate >= "2023-01-01" && dossier.Channel === "Online");
    assert.equal(dossier.ReceivingUnit?.UnitKey, dossier.ReceivingUnitKey);
  }

  const first = dossiers.value[0];
  const { data: unit } = await service.Dossiers(first.DossierKey).ReceivingUnit().query();
  assert.equal(unit.UnitKey, first.ReceivingUnitKey);
  const { data: feed } = await service.FeedStates("igate_dossiers").query();
  assert.equal(feed.Feed, "igate_dossiers");

  const { data: latest } = await service.DossierStocks().LatestPeriod();
  assert.deepEqual(latest.value, (await plain("DossierStocks/DtiWarehouse.LatestPeriod()")).value);
  assert.ok(latest.value.length > 0);
  console.log("odata2ts: the generated client queries the server.");
}

main().catch((failure) => {
  console.error(failure);
  process.exit(1);
});

import { ConfigFileOptions, EmitModes, Modes } from "@odata2ts/odata2ts";

const config: ConfigFileOptions = {
  mode: Modes.service,
  emitMode: EmitModes.ts,
  prettier: false,
  services: { warehouse: { source: "metadata.xml", output: "generated/odata2ts" } },
};
export default config;

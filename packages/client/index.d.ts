import type { Client, ClientOptions } from "openapi-fetch";
import type { components, paths } from "./contract.d.ts";

/** Client of an edge: `GET`, `POST`, `PATCH`, `DELETE` and so on, each with the contract's paths. */
export type Sawtak = Client<paths>;

/** Shapes of the contract, by their names: `Shapes["Submission"]`. */
export type Shapes = components["schemas"];

/** What a client is made with, besides the options of openapi-fetch. */
export interface Options extends Omit<ClientOptions, "baseUrl"> {
  /** Origin of the edge, such as `https://voice.example`. */
  origin: string;
  /** API key of an entity, or tracking key of a participation, for the calls that need one. */
  secret?: string;
}

/** Creates a client of an edge. */
export function client(options: Options): Sawtak;

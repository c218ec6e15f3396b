/** Face of a happiness meter. */
export type Mood = "happy" | "neutral" | "unhappy";

/** Language of the box. */
export type Language = "ar" | "bn" | "en" | "fil" | "hi" | "ml" | "ru" | "ur" | "zh";

/** Box of one entity. */
export interface MountOptions {
  /** Origin of the edge, such as `https://voice.example`. A page has one. */
  origin: string;
  /** Entity that the box is for. Each has one box on a page. */
  entity: string;
  /** Service that the page is about. */
  service?: string;
  /** Language, or a locale such as `ar_AE`; default: the page's own `lang`, or English. */
  language?: Language | (string & {});
  /** Face that was chosen on the page's happiness meter. */
  mood?: Mood;
  /** Default: as the page's own `color-scheme`. */
  theme?: "auto" | "light" | "dark";
  /** Accent, as CSS writes colours; text on it stays readable. */
  colour?: string;
  /** Test mode: the form says so, and what is sent reaches nobody and is deleted after a day. */
  test?: boolean;
  /** Nonce of the page's Content-Security-Policy. Counts for the first mount, which loads the loader. */
  nonce?: string;
  /** Version of the loader, from the second tag on `/embed`; default: the one that renews itself. Counts for the first mount. */
  version?: string;
  /** Hash of the loader (Subresource Integrity); names a `version` too. Counts for the first mount. */
  integrity?: string;
}

/** What the page knows when it opens the form. */
export interface OpenOptions {
  /** Entity whose box opens; default: the first one that was mounted. */
  entity?: string;
  service?: string;
  mood?: Mood;
}

/** Kind of a participation. */
export type Kind = "suggestion" | "observation" | "complaint";

/** Entity whose box an event is about. */
export interface BoxDetail {
  entity: string;
}

/** Receipt of a participation. The key that opens it is never told to the page. */
export interface SubmittedDetail extends BoxDetail {
  /** Reference number. */
  reference: string;
  kind: Kind;
}

/** Events of the boxes. */
export interface SawtakEvents {
  /** The box is there, and `window.sawtak` with it. Comes once for each box. */
  ready: CustomEvent<BoxDetail>;
  /** The form has opened. */
  opened: CustomEvent<BoxDetail>;
  /** A participation has been received. */
  submitted: CustomEvent<SubmittedDetail>;
  /** The form has closed. */
  closed: CustomEvent<BoxDetail>;
}

/**
 * Puts the box into an element of the document, or lets it float in the lower corner if that is `null`.
 * For an entity that has its box, moves and changes that. Does nothing on a server.
 *
 * Resolves once the loader has placed the box. Rejects if the loader can't be loaded; the next call
 * tries again.
 */
export function mount(element: Element | null, options: MountOptions): Promise<void>;

/**
 * Opens the form once the loader is there. Does nothing on a server.
 *
 * Rejects if no box was mounted, or if the loader couldn't be loaded.
 */
export function open(options?: OpenOptions): Promise<void>;

/** Closes the form that was opened last. */
export function close(): void;

/** Calls a listener upon each event of a type. Returns a function that ends this. */
export function on<Type extends keyof SawtakEvents>(
  type: Type,
  listener: (event: SawtakEvents[Type]) => void,
): () => void;

declare global {
  interface DocumentEventMap {
    "sawtak:ready": SawtakEvents["ready"];
    "sawtak:opened": SawtakEvents["opened"];
    "sawtak:submitted": SawtakEvents["submitted"];
    "sawtak:closed": SawtakEvents["closed"];
  }
}

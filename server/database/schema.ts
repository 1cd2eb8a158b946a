/** The tables as Kysely sees them; columns are written in camelCase here and in snake_case in SQL (CamelCasePlugin). */

import type { Generated, GeneratedAlways, Selectable } from 'kysely';
import type { Entry } from '../../playlists/model/playlist.ts';

/** JSON text; whoever reads it parses it with the zod schema named beside the column. */
export type Json = string;
/** 0 or 1. */
export type Flag = number;

export interface Tables {
  setting: { name: string; value: string };
  site: { id: string; name: string; kind: string; address: string; safeAssetId: string | null };
  screen: {
    id: string;
    name: string;
    siteId: string;
    width: number;
    height: number;
    zone: string;
    defaultPlaylistId: string | null;
    tickerId: string | null;
    /** BlankHours[] */
    blankHours: Json;
    sound: Flag;
    pitchMm: number | null;
    viewedFromM: number | null;
    createdAt: number;
  };
  screenGroup: { id: string; name: string; stepMs: number };
  screenGroupMember: { groupId: string; screenId: string; position: number };
  device: {
    id: string;
    publicKey: string;
    screenId: string | null;
    pairedAt: number | null;
    pairedBy: string | null;
    revokedAt: number | null;
    shell: string | null;
    appVersion: string | null;
    seenAt: number | null;
  };
  asset: {
    id: string;
    title: string;
    titleFolded: string;
    kind: string | null;
    /** MediaFacts */
    facts: Json | null;
    bytes: number;
    digest: string | null;
    fit: string;
    topic: string | null;
    /** AudienceCode[] */
    audiences: Json;
    source: string;
    /** AssetState['kind'] */
    state: string;
    /** Refusal */
    refusal: Json | null;
    retryAt: number | null;
    attempts: number;
    thumbnail: string | null;
    uploadId: string | null;
    uploadedBy: string;
    createdAt: number;
    deletedAt: number | null;
    usableFrom: string | null;
    usableUntil: string | null;
    /** StoredApproval */
    approval: Json | null;
    folderId: string | null;
    rights: string;
    /** Of `facts`. */
    durationMs: GeneratedAlways<number | null>;
    deletedBy: string | null;
    /** Its bytes are gone; only its name is remembered. */
    purgedAt: number | null;
    version: Generated<number>;
    /** Since when it has this file; null = since it came. */
    versionAt: number | null;
    /** The asset whose place it takes when it is ready. */
    replaces: string | null;
    /** Last night on which something used it. */
    lastUsedAt: number | null;
    /** Treatment without its fit; `{}` = nothing chosen. */
    treatment: Generated<Json>;
    /** What is wanted on canvases without a recipe of their own (`recipeOf`). */
    recipe: Generated<string>;
    /** Canvas name → recipe, where it is another. */
    canvasRecipes: Generated<Json>;
    /** The moment that the thumbnail shows, as it was chosen; null = chosen by us. */
    posterMadeAt: number | null;
    /** The document that it is a page of, which page (from 1), and the digest of the file it was taken from. */
    pageOf: string | null;
    pageNumber: number | null;
    pageSource: string | null;
    /** Since when people want it prepared before all else; null = in its turn. */
    hurriedAt: number | null;
  };
  /** Earlier files of assets. */
  assetVersion: {
    assetId: string;
    number: number;
    digest: string;
    kind: string;
    /** MediaFacts */
    facts: Json;
    bytes: number;
    thumbnail: string | null;
    /** Of its thumbnail, as `asset.posterMadeAt`. */
    posterMadeAt: number | null;
    madeBy: string;
    madeAt: number;
    replacedAt: number;
    /** Its bytes are gone: it is history. */
    droppedAt: number | null;
  };
  folder: { id: string; parentId: string | null; name: string; nameFolded: string; createdAt: number };
  tag: {
    id: string;
    name: string;
    nameFolded: string;
    createdAt: number;
    /** The tag that took its place; it lives on under that one's name only. */
    mergedInto: string | null;
  };
  assetTag: { tagId: string; assetId: string };
  slideVersion: {
    assetId: string;
    version: number;
    digest: string;
    /** SlideContent */
    content: Json;
    /** Palette */
    palette: Json;
    savedAt: number;
    /** Name. */
    savedBy: string;
  };
  /** `picture`: a JPEG. */
  relayShot: { assetId: string; takenAt: number; screenId: string; picture: Uint8Array };
  relaySource: {
    assetId: string;
    digest: string;
    url: string;
    savedAt: number;
    /** Name. */
    savedBy: string;
  };
  announcement: {
    slotId: string;
    playlistId: string;
    assetId: string;
    startedAt: number;
    untilAt: number;
    /** Name. */
    startedBy: string;
    endedAt: number | null;
    endedBy: string | null;
  };
  pictureLook: { fileDigest: string; method: number; light: number; textRows: number | null; measuredAt: number };
  storyboard: {
    sourceDigest: string;
    fileDigest: string;
    bytes: number;
    columns: number;
    tileWidth: number;
    tileHeight: number;
    tiles: number;
    everyMs: number;
  };
  /** Outlives the files it is of: proof of what was visible asks for it later. */
  fingerprint: { fileDigest: string; frames: Uint8Array };
  rendition: {
    sourceDigest: string;
    width: number;
    height: number;
    recipe: string;
    planVersion: number;
    fileDigest: string;
    type: string;
    bytes: number;
    durationMs: number | null;
    createdAt: number;
  };
  playlist: {
    id: string;
    name: string;
    /** Order */
    playOrder: Json;
    /** Transition */
    transition: Json;
    version: number;
    updatedAt: number;
  };
  playlistEntry: {
    id: string;
    playlistId: string;
    position: number;
    kind: Entry['kind'];
    assetId: string | null;
    nestedId: string | null;
    topic: string | null;
    /** TagId[] */
    tags: Json | null;
    tagMatch: string | null;
    take: number | null;
    durationMs: number | null;
    weight: number;
    validFrom: string | null;
    validUntil: string | null;
    hoursFrom: string | null;
    hoursUntil: string | null;
  };
  slot: {
    id: string;
    name: string;
    /** Null = a ticker alone. */
    playlistId: string | null;
    fromTime: string;
    untilTime: string;
    dayPartId: string | null;
    zone: string | null;
    recurrence: string;
    /** LocalDate[] */
    exceptDays: Json;
    /** LocalDate[] */
    extraDays: Json;
    /** CalendarId[] */
    avoidCalendars: Json;
    /** CalendarId[] */
    requireCalendars: Json;
    /** OccurrenceChange[] */
    changes: Json;
    validFrom: string | null;
    validUntil: string | null;
    priority: string;
    boundary: string;
    /** Share */
    share: Json;
    /** SlotTicker; null = that of the screen. */
    ticker: Json | null;
    enabled: Flag;
    version: number;
    updatedAt: number;
    /** Name; empty = not known. */
    publishedBy: string;
  };
  /** Read and written by publishing/plan-row.ts; here for what others ask of it. */
  publishingPlan: {
    /** DraftRow[] */
    draft: Json;
  };
  draftSlot: {
    personId: string;
    slotId: string;
    /** Version of the published slot that the edit began with; null = the draft adds it. */
    basedOn: number | null;
    /** Slot as it was published then. */
    was: Json | null;
    /** Slot; null = the draft removes it. */
    slot: Json | null;
    version: number;
    updatedAt: number;
  };
  /** One row: the newest version that any slot, published or in a draft, was given. */
  slotVersion: { place: number; newest: number };
  dayPart: {
    id: string;
    name: string;
    /** DayPartRange[] */
    ranges: Json;
    version: number;
    updatedAt: number;
  };
  ticker: {
    id: string;
    name: string;
    /** TickerMessage[] */
    messages: Json;
    edge: string;
    heightPercent: number;
    syllablesPerMinute: number;
    separator: string;
    look: string;
    /** Approval */
    approval: Json | null;
    /** Who wrote the messages as they are, by id. */
    editedBy: string;
    version: number;
    updatedAt: number;
  };
  calendar: {
    id: string;
    name: string;
    base: string;
    /** DayRange[] */
    added: Json;
    /** LocalDate[] */
    removed: Json;
    version: number;
    updatedAt: number;
  };
  slotTarget: { slotId: string; position: number; kind: string; groupId: string | null; screenId: string | null };
  publication: {
    id: string;
    /** 1, 2, 3 … in order of publishing. */
    seq: number;
    publishedAt: number;
    publishedBy: string;
    cause: string;
    note: string;
    /** Statement, exactly the canonical text that was signed. */
    statement: Json;
    signature: string;
    /** Schedule, frozen: what the horizon roll compiles from. Empty where it is packed. */
    schedule: Json;
    /** The same, deflated. */
    packedSchedule: Uint8Array | null;
    scheduleDigest: string;
    /** Finding[] */
    findings: Json;
    /** Envelope[], in the order of the leaves; empty once all are forgotten. */
    envelopes: Json;
  };
  manifestBody: { digest: string; text: Json; createdAt: number };
  manifest: {
    publicationId: string;
    /** Place among the envelopes of the publication. */
    leaf: number;
    screenId: string;
    epoch: number;
    version: number;
    bodyDigest: string;
    changed: Flag;
  };
  manifestActive: { screenId: string; epoch: number; version: number; bodyDigest: string; activeAt: number };
  play: {
    deviceId: string;
    bootId: string;
    seq: number;
    screenId: string;
    kind: string;
    assetId: string | null;
    digest: string | null;
    slotId: string | null;
    playlistId: string | null;
    epoch: number;
    version: number;
    dueAt: number;
    startedAt: number;
    durationMs: number;
    outcome: string;
    frames: number | null;
    clock: string;
    fault: string | null;
    receivedAt: number;
  };
  command: {
    id: string;
    screenId: string;
    /** The device that the screen had; null = none, it was refused at once. */
    deviceId: string | null;
    task: Json;
    state: string;
    issuedBy: string;
    issuedByName: string;
    issuedAt: number;
    expiresAt: number;
    sentAt: number | null;
    acceptedAt: number | null;
    endedAt: number | null;
    tookMs: number | null;
    figures: Json | null;
    refusal: Json | null;
    file: string | null;
  };
  playReceipt: { deviceId: string; bootId: string; storedUpTo: number };
  invitation: {
    tokenHash: string;
    name: string;
    email: string;
    role: string;
    createdBy: string;
    expiresAt: number;
    usedAt: number | null;
  };
  person: {
    id: string;
    name: string;
    email: string;
    emailVerified: Flag;
    image: string | null;
    role: string;
    disabled: Flag;
    lastSeenAt: number | null;
    /** ISO 8601, as better-auth writes it; so are all instants of the next four tables. */
    createdAt: string;
    updatedAt: string;
  };
  personSession: {
    id: string;
    token: string;
    userId: string;
    expiresAt: string;
    ipAddress: string | null;
    userAgent: string | null;
    createdAt: string;
    updatedAt: string;
  };
  credential: {
    id: string;
    accountId: string;
    providerId: string;
    userId: string;
    /** argon2id, PHC text. */
    password: string | null;
    createdAt: string;
    updatedAt: string;
  };
  audit: {
    seq: number;
    at: number;
    actor: string;
    address: string | null;
    act: string;
    subject: string;
    /** Plain JSON object. */
    detail: Json;
    previous: string;
    hash: string;
  };
}

export type AssetRow = Selectable<Tables['asset']>;

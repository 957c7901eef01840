import type { components } from './schema';

type Schemas = components['schemas'];

/** A question. The description writes its kind in a way that no value could have, so it is taken apart here. */
export type FieldItem = Omit<Schemas['FieldItem'], 'kind'> & { kind: Kind };
export type Kind = 'name' | 'id_number' | 'mobile' | 'address' | 'date' | 'date_or_long_term' | 'yes_no' | 'consent' | 'choice';
export type MaterialItem = Schemas['MaterialItem'];
export type Item = FieldItem | MaterialItem;
export type Step = Omit<Schemas['Step'], 'items'> & { items: Item[] };
export type StepPage = Schemas['StepPage'];
export type SessionState = Schemas['SessionState'];
export type Application = Schemas['ApplicationState'];
export type Listed = Schemas['ListedApplication'];
export type Receipt = Schemas['Receipt'];
export type CodeEntry = Schemas['CodeEntry'];
export type AgreedText = Schemas['AgreedText'];
export type MessageTemplate = Schemas['MessageTemplate'];
export type PortalLogin = Schemas['PortalLogin'];
export type FieldProblem = Schemas['FieldProblem'];
export type Submitted = Schemas['Submitted'];

/** Why a request was not answered as asked, with what goes with some codes. */
export interface Problem {
  code: string;
  title: string;
  status: number;
  fields: FieldProblem[];
  next?: SessionState['next'];
  challenge?: string;
  picture?: string;
  wait_s?: number;
}

export function isMaterial(item: Item): item is MaterialItem {
  return 'material' in item;
}

/** The id of a question or of a place for a picture. */
export function idOf(item: Item): string {
  return isMaterial(item) ? item.material : item.field;
}

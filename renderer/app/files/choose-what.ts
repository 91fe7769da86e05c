import type { RequestOf } from '../../../shared/contract/calls.js';

export type ChooseWhat = RequestOf<'files.choose'>['what'];

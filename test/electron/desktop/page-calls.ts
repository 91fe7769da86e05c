import type { Page } from 'playwright';
import type { CallName, RequestOf, ResponseOf } from '../../../shared/contract/calls.js';
import type { EventMessage } from '../../../shared/contract/events.js';
import type { Result } from '../../../shared/contract/result.js';
import type { Transport } from '../../../shared/contract/transport.js';

/** The members that the small test page has in its global object. */
export interface TestWindow {
  readonly bloscpack: Transport;
  readonly events: readonly EventMessage[];
  readonly admitted?: Result<readonly string[]>;
}

/** A call through the bridge, as the page makes it. */
export function callFrom<Name extends CallName>(
  page: Page,
  name: Name,
  request: RequestOf<Name>,
): Promise<Result<ResponseOf<Name>>> {
  const answer = page.evaluate(
    // The page's own global object; this realm is compiled without the DOM.
    ([calledName, sent]) => (globalThis as unknown as TestWindow).bloscpack.call(calledName, sent),
    [name, request] as const,
  );
  // The contract's own pair of request and response.
  return answer as Promise<Result<ResponseOf<Name>>>;
}

/** The value of a response that must have succeeded. */
export function goodValue<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** Events of one name that the page has got so far. */
export async function eventsOf(page: Page, name: EventMessage['name']): Promise<readonly EventMessage[]> {
  const events = await page.evaluate(() => (globalThis as unknown as TestWindow).events);
  return events.filter((event) => event.name === name);
}

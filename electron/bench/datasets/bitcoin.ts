import { geometric, logNormal, normal } from './distributions.js';
import type { Random } from './random.js';

/** Parameters of the market in one period: which values repeat, how soon and how often. Probabilities, means, counts. */
interface Market {
  /** The first trade of the next period. */
  readonly endTrade: number;
  /** The price stays for several trades: probability, and mean number of trades. */
  readonly priceRun: number;
  readonly priceRunTrades: number;
  /** A price has five decimals instead of two. */
  readonly finePrice: number;
  /** The price is one of the recent levels: probability, and mean number of levels back. */
  readonly knownPrice: number;
  readonly levelsBack: number;
  /** An amount is traded several times: probability, and mean number of trades. */
  readonly volumeRun: number;
  readonly volumeRunTrades: number;
  /** The amount is a random one with eight decimals. */
  readonly oddVolume: number;
  /** Otherwise it is one of so many usual amounts; the first ones are the most frequent. */
  readonly usualVolumes: number;
  /** Exponent of a random fraction: the higher, the more often the first amounts are chosen. */
  readonly favour: number;
}

/** Found by search, so that the ratios equal those of the published trades at 1, 10 and 100 MiB; see the tests. */
const MARKETS: readonly Market[] = [
  {
    endTrade: 2 ** 16,
    priceRun: 0.346,
    priceRunTrades: 1.107,
    finePrice: 0.596,
    knownPrice: 0.811,
    levelsBack: 48.8,
    volumeRun: 0.019,
    volumeRunTrades: 24,
    oddVolume: 0.14,
    usualVolumes: 610,
    favour: 6,
  },
  {
    endTrade: 10 * 2 ** 16,
    priceRun: 0,
    priceRunTrades: 1,
    finePrice: 0.78,
    knownPrice: 0.8,
    levelsBack: 44,
    volumeRun: 0.055,
    volumeRunTrades: 15.8,
    oddVolume: 0.48,
    usualVolumes: 328,
    favour: 7,
  },
  {
    endTrade: Number.POSITIVE_INFINITY,
    priceRun: 0.075,
    priceRunTrades: 3.88,
    finePrice: 0.62,
    knownPrice: 0.143,
    levelsBack: 2.5,
    volumeRun: 0.009,
    volumeRunTrades: 12.5,
    oddVolume: 0.3,
    usualVolumes: 39,
    favour: 3,
  },
];

const FIRST_PRICE = 600;
const PRICE_STEP = 0.05;
const LEVELS_KEPT = 1024;

/** Prices: a random walk in steps that often returns to recent levels and stays on them. */
export function tradePrices(random: Random): () => number {
  const levels = new Float64Array(LEVELS_KEPT);
  let count = 0;
  let walk = FIRST_PRICE;
  const nextLevel = (market: Market): number => {
    walk += normal(random, 0, PRICE_STEP);
    const back = geometric(random, market.levelsBack);
    const known = random.chance(market.knownPrice) && back <= Math.min(count, LEVELS_KEPT);
    const fresh = rounded(walk, random.chance(market.finePrice) ? 1e5 : 1e2);
    const level = known ? (levels[(count - back) % LEVELS_KEPT] ?? fresh) : fresh;
    levels[count++ % LEVELS_KEPT] = level;
    return level;
  };
  return runs(random, nextLevel, ({ priceRun, priceRunTrades }) => [priceRun, priceRunTrades]);
}

/** Amounts: usual ones such as 0.5 or 10, and odd ones of eight decimals. */
export function tradeVolumes(random: Random): () => number {
  const usual = Array.from({ length: Math.max(...MARKETS.map((market) => market.usualVolumes)) }, () =>
    rounded(logNormal(random, 0, 2) + 0.01, 1e2),
  );
  const nextVolume = (market: Market): number => {
    const odd = rounded(logNormal(random, -0.5, 1.8), 1e8);
    let place = 1;
    for (let time = 0, drawn = random.fraction(); time < market.favour; time++) place *= drawn;
    return random.chance(market.oddVolume) ? odd : (usual[Math.floor(place * market.usualVolumes)] ?? odd);
  };
  return runs(random, nextVolume, ({ volumeRun, volumeRunTrades }) => [volumeRun, volumeRunTrades]);
}

/** Repeats some values several times, with the parameters of the market at each trade. */
function runs(
  random: Random,
  next: (market: Market) => number,
  habit: (market: Market) => readonly [chance: number, meanTrades: number],
): () => number {
  let trade = 0;
  let left = 0;
  let value = 0;
  return () => {
    const market = marketOf(trade++);
    if (left === 0) {
      const [chance, meanTrades] = habit(market);
      value = next(market);
      left = random.chance(chance) ? geometric(random, meanTrades) : 1;
    }
    left--;
    return value;
  };
}

function marketOf(trade: number): Market {
  const market = MARKETS.find(({ endTrade }) => trade < endTrade);
  if (market === undefined) throw new TypeError('the last market never ends');
  return market;
}

function rounded(value: number, steps: number): number {
  return Math.round(value * steps) / steps;
}

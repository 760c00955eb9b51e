import type {Scanned} from './insights-query.js';

/** `3 queries scanned 1,234,567 records, 0.81 GB: about 0.0041 USD` */
export function describeScanned({queries, records, bytes}: Scanned, pricePerGb: number): string {
  const counts = `${count(queries, 'query', 'queries')} scanned ${count(records, 'record', 'records')}`;
  return `${counts}, ${describeBytes(bytes)}: ${describeCost((bytes / bytesOfGb) * pricePerGb)}`;
}

const bytesOfGb = 1e9;

function describeBytes(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} kB`;
  if (bytes < bytesOfGb) return `${(bytes / 1e6).toPrecision(3)} MB`;
  return `${(bytes / bytesOfGb).toLocaleString('en-US', {maximumFractionDigits: 2})} GB`;
}

/** What is worth less than a hundredth of a cent is not worth its digits. */
const leastCost = 0.0001;

function describeCost(usd: number): string {
  if (usd === 0) return 'nothing to pay';
  if (usd < leastCost) return `less than ${leastCost} USD`;
  return `about ${usd < 1 ? String(Number(usd.toPrecision(2))) : usd.toFixed(2)} USD`;
}

const count = (amount: number, one: string, many: string) =>
  `${amount.toLocaleString('en-US')} ${amount === 1 ? one : many}`;

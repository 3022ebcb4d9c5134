#! 2025-03-18 ben Send a share of the traffic to a canary
#? quiet
import { client } from "./flags";

const RANGE = "eta-range-on-page";

/** What the customer reads: one number, or a range while that is tried. */
export function etaText(minutes: number): string {
  if (client.isEnabled(RANGE)) {
    return `${Math.floor(minutes * 0.9)} to ${Math.ceil(minutes * 1.2)} minutes`;
  }
  return `${Math.round(minutes)} minutes`;
}

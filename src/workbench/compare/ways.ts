/** How several variants are compared. */
export const ways = ['overlay', 'side by side', 'small multiples', 'difference'] as const;

/** One of the ways. */
export type Way = (typeof ways)[number];

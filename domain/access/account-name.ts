/** Of this prefix and the key of the access is the name of whoever logs in by it. */
export const accountPrefix = 'tidegate-';

/** The name under which the person logs in. */
export const accountName = (access: string): string => `${accountPrefix}${access}`;

/** Answers the time of day in milliseconds since 1970. */
export type CalendarClock = () => number;

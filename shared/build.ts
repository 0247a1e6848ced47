// Which build this is, as the build wrote it in, and where others are: never looked up by the program itself.

export interface BuildInfo {
  /** Short hash of the commit it was built from; '' where the build did not know. */
  commit: string;
  /** Of that commit, so that the same source gives the same build. */
  date: string;
  /** Address of the list of releases, from package.json; '' where it names none. */
  releases: string;
}

declare const __SYNOPTIC_BUILD__: BuildInfo | undefined;

/** Tests run the sources themselves: there the build wrote nothing. */
export const BUILD: BuildInfo = typeof __SYNOPTIC_BUILD__ === 'undefined' ? { commit: '', date: '', releases: '' } : __SYNOPTIC_BUILD__;

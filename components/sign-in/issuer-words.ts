// Why signing in at the issuer did not work, in words for whoever stands before the page; the codes are the server's (lib/server/auth/issuer-claims.ts) and next-auth's.

/** Null for a code that is none of a sign-in at the issuer. */
export function issuerWords(code: string, issuer: string): string | null {
  switch (code) {
    case 'IssuerClaims':
      return `What ${issuer} says of you can’t be read here. An administrator finds it in the log.`;
    case 'IssuerEmail':
      return `${issuer} names no e-mail address of yours that is verified. Verify it there, then try again.`;
    case 'IssuerDomain':
      return 'Your e-mail address is not of a domain that may sign in here.';
    case 'IssuerRole':
      return `None of your groups at ${issuer} has a role here. Ask for one there, or ask an administrator.`;
    case 'IssuerLocalAccount':
      return 'There is an account here with your e-mail address, and it is not linked to this sign-in. Sign in with its password, or ask an administrator to let it be linked.';
    case 'IssuerDisabled':
      return 'Your account was disabled here. An administrator can let you in again.';
    case 'IssuerLastAdministrator':
      return `Your groups at ${issuer} give you another role now, and you are the last administrator. Make somebody else one first.`;
    case 'IssuerOtherPerson':
      return `At ${issuer} you are somebody else than here. You are still signed in as before; sign out first to come in as the other one.`;
    case 'OAuthSignin':
      return `${issuer} does not answer right now. Try again in a moment, or sign in with a password.`;
    case 'OAuthCallback':
    case 'Callback':
      return `What came back from ${issuer} does not belong to a sign-in begun in this browser, or took too long. Begin again.`;
    case 'AccessDenied':
      return `${issuer} did not let you through.`;
    case 'Unavailable':
    case 'Internal':
    case 'Configuration':
      return 'Bulkhead could not finish the sign-in. Try again in a moment; the log says more.';
    default:
      return null;
  }
}

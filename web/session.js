const KEY = "sebastian.token";

/** The token of this tab, or the one that was to be remembered. */
export const token = () => sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY);

/** Keep the token for this tab, and beyond it where `remembered`. */
export function signIn(value, remembered) {
  sessionStorage.setItem(KEY, value);
  if (remembered) localStorage.setItem(KEY, value);
  else localStorage.removeItem(KEY);
}

/** Forget the token, wherever it was kept. */
export function signOut() {
  sessionStorage.removeItem(KEY);
  localStorage.removeItem(KEY);
}

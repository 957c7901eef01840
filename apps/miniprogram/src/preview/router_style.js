// The router would put styles into the page by a script, which the service's pages do not allow: `style/preview.css` has them.

export function loadAnimateStyle() {}

export function loadRouterStyle() {}

export function loadNavigationBarStyle() {}

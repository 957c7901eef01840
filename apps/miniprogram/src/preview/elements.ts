// Taro empties the file that it takes for its components of what it finds unused: the components stand in another one.

export * from './parts';

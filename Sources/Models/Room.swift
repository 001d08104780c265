enum ModelsRoom {}
